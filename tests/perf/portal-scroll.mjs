// Scrolls through long lists in Chromium: see portal.py. Without a display a
// frame is due every 16.7 ms all the same.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const world = JSON.parse(readFileSync(process.env.PORTAL_WORLD, "utf8"));
const { chromium } = createRequire(join(world.modules, "package.json"))("playwright-core");

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB" });
await context.addCookies(Object.entries(world.cookies).map(([name, value]) => ({ name, value, url: world.url })));
const page = await context.newPage();

// A window's height after the other until so many rows are there; how long each
// frame took, and how many rows are in the document at the end.
async function through(what, url, rows) {
  await page.goto(world.url + url);
  await page.locator("table").last().locator("tbody tr").nth(20).waitFor();
  const { frames, shown, known } = await page.evaluate(
    (rows) =>
      new Promise((done) => {
        const list = [...document.querySelectorAll("table")].at(-1);
        let at = list;
        while (at.parentElement && !(/auto|scroll/.test(getComputedStyle(at).overflowY) && at.scrollHeight > at.clientHeight)) at = at.parentElement;
        const frames = [];
        let last = performance.now();
        const begun = last;
        const known = () => Math.max(...[...list.querySelectorAll("[aria-rowindex]")].map((row) => Number(row.getAttribute("aria-rowindex")))) - 1;
        const step = (now) => {
          frames.push(now - last);
          last = now;
          at.scrollBy(0, 160);
          if (known() >= rows || now - begun > 120000) done({ frames: frames.slice(1), shown: list.querySelectorAll("tr").length, known: known() });
          else requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
    rows,
  );
  frames.sort((a, b) => a - b);
  const part = (p) => frames[Math.min(frames.length - 1, Math.floor(frames.length * p))].toFixed(1);
  const late = frames.filter((ms) => ms > 50).length;
  console.log(
    `${what}: ${known} rows scrolled through, ${shown} in the document; ${frames.length} frames, median ${part(0.5)} ms, ` +
      `95 % ${part(0.95)} ms, longest ${part(1)} ms, above 50 ms ${late}`,
  );
}

try {
  await through("messages", `/mailboxes/${world.box}`, world.pages * 100);
  await through("runs", `/connectors?name=${world.connector}&tab=runs`, Math.min(world.pages, 30) * 100);
} finally {
  await browser.close();
}
