// Every page, in every language, light and dark, wide and 400 px: nothing
// serious for axe, nothing wider than the window, nothing the CSP had to stop.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { accessible, browser, estreat, fitForAll, keep, looks, noFaults, page, password, speak, world } from "./world.mjs";

let chromium;
before(async () => {
  chromium = await browser();
});
after(() => chromium.close());

const pages = [
  ["home", "/", ".verdict"],
  ["account", "/account", "form"],
  ["overview", "/connectors/overview", ".product-card"],
  ["product-zoom", "/connectors/overview/zoom-meetings", "#steps"],
  ["product-webex", "/connectors/overview/webex", "#steps"],
  ["product-ringcentral", "/connectors/overview/ringcentral", "#steps"],
  ["list", "/connectors", "tbody tr"],
  ["flyout", "/connectors?name=zoom", "dialog .chart"],
  ["flyout-runs", "/connectors?name=zoom&tab=runs", "dialog tbody tr"],
  ["flyout-people", "/connectors?name=zoom&tab=people", "dialog tbody tr"],
  ["edit", "/connectors/edit/zoom", "form"],
  ["add-webex", "/connectors/add/webex", ".terms"],
  ["nothing", "/nothing/here", ".empty"],
];

for (const look of looks)
  test(look.name, async (t) => {
    const at = await page(chromium, look);
    await speak(at, look.language);
    for (const [name, path, there] of pages)
      await t.test(name, async () => {
        await at.goto(path);
        await at.locator(there).first().waitFor();
        await fitForAll(at, `${name}-${look.name}`, look.language);
      });
    await speak(at, "en");
    noFaults(at);
    await at.context().close();
  });

test("an answer that comes before the page listens is not lost", async () => {
  const at = await page(chromium);
  // as on a busy machine: the first paint, and what waits for it, comes late
  await at.addInitScript(() => {
    const later = window.setTimeout;
    window.setTimeout = (work, ms, ...rest) => later(work, (ms ?? 0) < 200 ? 1000 : ms, ...rest);
    window.requestAnimationFrame = (work) => later(work, 1000);
  });
  await at.goto("/");
  await at.getByRole("navigation").first().waitFor();
  await at.context().close();
});

test("the keyboard is enough", async () => {
  const at = await page(chromium);
  await at.goto("/connectors");
  await at.locator("tbody tr").first().waitFor();
  await at.keyboard.press("Tab");
  await at.locator("a:focus", { hasText: "Skip to content" }).waitFor();
  await at.keyboard.press("Enter");
  await at.locator("main:focus").waitFor();
  await at.getByRole("button", { name: "zoom", exact: true }).focus();
  await at.keyboard.press("Enter");
  await at.getByRole("dialog").waitFor();
  await at.keyboard.press("Escape");
  await at.getByRole("dialog").waitFor({ state: "detached" });
  await at.locator("button:focus", { hasText: "zoom" }).waitFor(); // focus goes back
  await at.context().close();
});

test("the language is changed in place, and kept", async () => {
  const at = await page(chromium);
  await at.goto("/connectors/overview");
  await at.getByRole("button", { name: /Account of/ }).click();
  await at.getByLabel("Language").selectOption("sv");
  await at.getByRole("heading", { name: "Dataanslutningar" }).waitFor();
  assert.equal(await at.evaluate(() => document.documentElement.lang), "sv");
  await at.reload();
  await at.getByRole("heading", { name: "Dataanslutningar" }).waitFor();
  await at.getByRole("button", { name: /Konto för/ }).click();
  await at.getByLabel("Språk").selectOption("en");
  await at.getByRole("heading", { name: "Data connectors" }).waitFor();
  await at.context().close();
});

test("a session that has ended leads to sign-in and back", async () => {
  const at = await page(chromium);
  await at.goto("/connectors");
  await at.locator("tbody tr").first().waitFor();
  await at.context().clearCookies();
  await at.getByRole("button", { name: "Refresh" }).click();
  await at.getByRole("heading", { name: "Sign in" }).waitFor();
  assert.match(at.url(), /\/connectors$/);
  await at.context().close();
});

test("where the mailboxes are outside, consent is asked for with a link, and the way back", async (t) => {
  const provider = createServer((_, answer) => {
    const base = `http://127.0.0.1:${provider.address().port}`;
    answer.setHeader("Content-Type", "application/json");
    answer.end(JSON.stringify({ issuer: base, authorization_endpoint: base + "/authorize", token_endpoint: base + "/token", jwks_uri: base + "/keys" }));
  });
  t.after(() => provider.close());
  await new Promise((listening) => provider.listen(0, "127.0.0.1", listening));
  const issuer = `http://127.0.0.1:${provider.address().port}`;
  estreat("target", "add", "office", "--kind", "graph", "--set", "tenant-id=7d2f4a3e-1111-4222-8333-444455556666",
    "--set", "consent-issuer=" + issuer,
    "--set", "client-id=office-client", "--secret", "client-secret=" + keep("office", "secret"));
  estreat("connector", "add", "outside", "--paused", "--source", "webex", "--set", "client-id=a", "--set", "target=office",
    "--secret", "client-secret=" + keep("webex", "secret"), "--secret", "refresh-token=" + keep("refresh", "token"));
  const at = await page(chromium);
  await at.goto("/connectors?name=outside");
  await at.getByText("Consent is not given yet").waitFor();
  await at.getByText(world.url + "/oauth/callback").waitFor();
  await at.getByRole("button", { name: "Make the link" }).click();
  const link = await at.getByRole("link", { name: /Open the consent page/ }).getAttribute("href");
  assert.ok(link.startsWith(issuer + "/"), link);
  assert.equal(new URL(link).searchParams.get("redirect_uri"), world.url + "/oauth/callback");
  await accessible(at, "consent");
  noFaults(at);
  await at.context().close();
});

test("two steps: the key as a picture, a code, recovery codes, and off again", async () => {
  const at = await page(chromium);
  await at.goto("/account");
  await at.getByRole("button", { name: "Set up" }).click();
  await at.getByRole("img", { name: "QR code of the key" }).waitFor();
  await accessible(at, "two-steps");
  const key = (await at.locator("code").first().textContent()).replace(/\s/g, "");
  await at.getByLabel("Code", { exact: true }).fill(code(key));
  await at.getByRole("button", { name: "Confirm" }).click();
  await at.getByText("On: after your password you are asked for a code.").waitFor();
  assert.ok((await at.locator(".codes li").count()) >= 5);
  await at.getByRole("button", { name: "Turn off" }).click();
  await at.getByLabel("Present password").last().fill("wrong");
  await at.getByRole("button", { name: "Turn off" }).click();
  await at.getByText("That did not work").waitFor();
  await at.getByLabel("Present password").last().fill(password);
  await at.getByRole("button", { name: "Turn off" }).click();
  await at.getByText("Off. With it, a stolen password alone opens nothing.").waitFor();
  await at.context().close();
});

// RFC 6238, as an authenticator app does it.
function code(key) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...key].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const bytes = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)));
  const mac = createHmac("sha1", bytes).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, "0");
}
