// Waits at a sentence for the page to be built anew, and prints where it is then. Usage: node reload.mjs ADDRESS FILE
import { readFileSync, writeFileSync } from "node:fs";
import { open, withBrowser } from "./browser.mjs";

const [address, file] = process.argv.slice(2);

await withBrowser(async (browser) => {
  const { page, complaints } = await open(browser, address);
  await page.waitForFunction(() => document.getElementById("audio").readyState > 0);
  await page.locator(".s").nth(4).click();
  const heard = () => page.evaluate(() => [
    document.querySelector(".s[aria-current=true]")?.textContent,
    document.getElementById("audio").currentTime,
  ]);
  const before = await heard();
  await page.waitForResponse((response) => response.request().method() === "HEAD");  // it knows what it has
  writeFileSync(file, readFileSync(file, "utf8").replace("</body>", "<!-- edited --></body>"));
  await page.waitForEvent("load");
  await page.waitForFunction(() => document.getElementById("audio").currentTime > 0);
  await page.waitForFunction(() => document.querySelector(".s[aria-current=true]"));
  return { before, after: await heard(), edited: (await page.content()).includes("edited"), complaints };
});
