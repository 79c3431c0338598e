// Listens to an episode's page as a person does, and prints what was seen. Usage: node listen.mjs ADDRESS
import { open, withBrowser } from "./browser.mjs";

const address = process.argv[2];

await withBrowser(async (browser) => {
  const { page, complaints } = await open(browser, address);
  const seen = {};
  const look = () =>
    page.evaluate(() => ({
      time: document.getElementById("audio").currentTime,
      paused: document.getElementById("audio").paused,
      sentence: document.querySelector(".s[aria-current=true]")?.textContent ?? null,
      word: document.querySelector(".s > [aria-current=true]")?.textContent ?? null,
      chapter: document.querySelector(".chapters [aria-current]")?.getAttribute("href") ?? null,
      label: document.getElementById("play").getAttribute("aria-label"),
      slider: document.getElementById("wave").getAttribute("aria-valuetext"),
      now: document.getElementById("now").textContent,
      speed: document.getElementById("audio").playbackRate,
    }));
  const until = (test, ...given) => page.waitForFunction(test, ...given, { timeout: 20_000 });
  const settled = () => until(() => !document.getElementById("audio").seeking);
  const sentence = (index) => page.locator(".s").nth(index);

  await until(() => document.getElementById("audio").readyState > 0);
  seen.before = await look();
  seen.durations = await page.evaluate(() => [
    document.getElementById("audio").duration,
    document.querySelector(".clock .of").textContent,
  ]);

  await page.click("#play");
  await until(() => document.querySelector(".s > [aria-current=true]"));
  seen.playing = await look();
  seen.session = await page.evaluate(() => [navigator.mediaSession.metadata.title, navigator.mediaSession.metadata.artist]);
  await until((word) => ![null, undefined, word].includes(document.querySelector(".s > [aria-current=true]")?.textContent), seen.playing.word);
  seen.later = await look();
  await until((text) => ![null, undefined, text].includes(document.querySelector(".s[aria-current=true]")?.textContent), seen.later.sentence);
  seen.next = await look();
  await page.click("#play");
  await until(() => document.getElementById("play").getAttribute("aria-label") === "Play");
  seen.paused = await look();

  const sentences = await page.locator(".s").count();
  seen.sentences = [];
  for (const index of [sentences - 1, 3, 0]) {
    await sentence(index).click();
    await settled();
    seen.sentences.push([index, await look()]);
  }
  await sentence(2).focus();
  await page.keyboard.press("Enter");
  await settled();
  seen.entered = await look();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await settled();
  seen.walked = await look();

  await page.locator(".chapters a").nth(2).click();
  await settled();
  seen.chapter = await look();
  await page.locator("#wave").focus();
  await page.keyboard.press("Home");
  await settled();
  await page.keyboard.press("ArrowRight");
  await settled();
  seen.slid = await look();
  const box = await page.locator("#wave").boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await settled();
  seen.halfway = await look();
  await page.locator("body").press("n");
  await settled();
  seen.after = await look();
  await page.locator("body").press("p");
  await settled();
  seen.before_that = await look();
  await page.selectOption("#speed", "1.5");
  await page.locator("body").press("j");
  await settled();
  seen.back = await look();
  await page.locator("#letters").evaluate((box) => { box.checked = false; });
  await page.locator("body").press("j");
  await settled();
  seen.deaf = await look();

  const left = await page.evaluate(() => { document.getElementById("audio").currentTime = 7; return 7; });
  await settled();
  await page.goto("about:blank");
  await page.goto(address);
  await settled();
  seen.returned = [left, await look()];
  await page.goto("about:blank");
  await page.goto(address + "#t=0:04");
  await settled();
  seen.linked = await look();
  seen.complaints = complaints;
  return seen;
});
