// What the scripts share: the world that run.py made, a browser, and how it is
// asked whether a page is fit for everybody.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

export const world = JSON.parse(readFileSync(process.env.PORTAL_WORLD, "utf8"));
const require = createRequire(join(world.modules, "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

export const user = "admin";
export const password = "a sentence that only this test knows";
const state = join(world.folder, "signed-in.json");

// The command line, as the owner of the installation. 1: done, and what was
// asked is not so.
export function estreat(...words) {
  const env = { ...process.env, ESTREAT_HOME: world.home };
  const done = spawnSync(world.estreat, [...words, "--json"], { env, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  assert.ok(done.status === 0 || done.status === 1, `estreat ${words.join(" ")}: ${done.status}`);
  return JSON.parse(done.stdout);
}

export async function browser() {
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
}

// A page whose faults are the test's: what a script throws, what the CSP
// stops, and answers of the server that a person would see as failures.
export async function page(in_, { width = 1280, height = 900, dark = false, locale = "en-GB", signedIn = true } = {}) {
  const context = await in_.newContext({
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    locale,
    reducedMotion: "reduce",
    baseURL: world.url,
    ...(signedIn ? { storageState: state } : {}),
  });
  const made = await context.newPage();
  made.setDefaultTimeout(15000);
  const faults = [];
  made.on("pageerror", (error) => faults.push("thrown: " + error.message));
  made.on("console", (message) => {
    if (message.type() === "error" && !/status of 401/.test(message.text())) faults.push("console: " + message.text());
  });
  made.faults = faults;
  const open = new Map(); // what is asked and not answered yet, since when
  made.on("request", (request) => open.set(request, Date.now()));
  for (const end of ["requestfinished", "requestfailed"]) made.on(end, (request) => open.delete(request));
  made.unanswered = () => [...open].map(([request, since]) => `${request.method()} ${request.url()} for ${Date.now() - since} ms`);
  return made;
}

export const looks = [
  { name: "light", locale: "en-GB", language: "en" },
  { name: "narrow-sv", locale: "sv-SE", language: "sv", width: 400, height: 800 },
  { name: "dark-fr", locale: "fr-FR", language: "fr", dark: true },
];

// The account's own language, which goes before the browser's.
export async function speak(page, language) {
  await page.goto("/account");
  const told = await page.evaluate(async (language) => {
    const session = await (await fetch("/api/v1/session")).json();
    const answer = await fetch("/api/v1/session", {
      method: "PATCH",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": session.csrf },
      body: JSON.stringify({ language }),
    });
    return answer.status;
  }, language);
  assert.equal(told, 200);
}

// As accessible() and fits() have it, and in its language: nothing that the
// server says is without a translation, once those are there.
export async function fitForAll(page, what, language) {
  assert.equal(await page.evaluate(() => document.documentElement.lang), language, what);
  await accessible(page, what);
  await fits(page, what);
  if (language === "en") return;
  await page.waitForFunction(() => !document.querySelector("body [lang=en]"), null, { timeout: 5000 }).catch(() => undefined);
  assert.deepEqual(await page.locator("body [lang=en]").allInnerTexts(), [], `${what}: in English`);
}

export async function keepSignedIn(page) {
  await page.context().storageState({ path: state });
}

export function noFaults(page) {
  assert.deepEqual(page.faults, []);
}

// WCAG 2.2 AA as far as a program can tell: nothing serious.
export async function accessible(page, what) {
  if (world.shots) {
    mkdirSync(world.shots, { recursive: true });
    await page.screenshot({ path: join(world.shots, what.replace(/[^\w-]+/g, "_") + ".png") });
  }
  // in a world of its own, which the page's CSP does not bind
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send("Page.getFrameTree");
  const { executionContextId } = await session.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id });
  const evaluate = (expression) =>
    session.send("Runtime.evaluate", { contextId: executionContextId, expression, awaitPromise: true, returnByValue: true });
  await evaluate(axe);
  const tags = JSON.stringify(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
  const { result, exceptionDetails } = await evaluate(
    `axe.run(document, { runOnly: ${tags} }).then((r) => JSON.stringify(r.violations))`,
  );
  await session.detach();
  assert.ok(!exceptionDetails, JSON.stringify(exceptionDetails));
  const found = JSON.parse(result.value)
    .filter((one) => one.impact === "serious" || one.impact === "critical")
    .map((one) => `${one.id}: ${one.help}: ${one.nodes.map((node) => node.target.join(" ") + " " + node.html.slice(0, 120) + " " + (node.any[0]?.message ?? "")).slice(0, 4).join(" | ")}`);
  assert.deepEqual(found, [], what);
}

// Nothing makes the page wider than the window.
export async function fits(page, what) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${what} is ${wide} px too wide`);
}

export function keep(name, text) {
  writeFileSync(join(world.folder, name), text);
  return join(world.folder, name);
}
