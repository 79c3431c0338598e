// What axe-core finds on pages in light, dark and on a phone, and by how much they overflow. Usage: node axe.mjs VIEW ADDRESS...
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { open, withBrowser } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

await withBrowser(async (browser) => {
  const found = [];
  const [view, ...addresses] = process.argv.slice(2);
  for (const address of addresses) {
    const { page } = await open(browser, address, view);
    await page.evaluate(() => document.querySelector(".s:nth-of-type(1)")?.click());
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
    for (const { id, impact, nodes } of violations) found.push([address, view, id, impact, nodes[0].html.slice(0, 200)]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (overflow > 0) found.push([address, view, "overflows", "serious", `${overflow} pixels`]);
    await page.context().close();
  }
  return found;
});
