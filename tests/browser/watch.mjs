// Listens to a page that is served under watch while its story is edited, and prints where it stood before and after.
// Usage: node watch.mjs ADDRESS STORY OLD NEW
import { readFileSync, writeFileSync } from "node:fs";
import { open, withBrowser } from "./browser.mjs";

const [address, story, old, fresh] = process.argv.slice(2);

await withBrowser(async (browser) => {
  const { page } = await open(browser, address);
  const look = () =>
    page.evaluate(() => ({
      time: document.getElementById("audio").currentTime,
      sentence: document.querySelector(".s[aria-current=true]")?.textContent ?? null,
      text: document.getElementById("story").textContent,
    }));
  const until = (test) => page.waitForFunction(test, undefined, { timeout: 60_000 });

  await until(() => document.getElementById("audio").readyState > 0);
  await page.locator(".s").nth(4).click();
  await until(() => document.querySelectorAll(".s")[4].getAttribute("aria-current") === "true");
  await page.evaluate(() => {
    document.getElementById("audio").pause();
    window.stays = true;
  });
  const before = await look();
  writeFileSync(story, readFileSync(story, "utf8").replace(old, fresh));
  await until(() => !window.stays && document.getElementById("audio")?.readyState > 0);
  await until(() => document.querySelector(".s[aria-current=true]"));
  return { before, after: await look() };
});
