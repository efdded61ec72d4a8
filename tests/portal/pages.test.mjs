// Every page, in every language, light and dark, wide and 400 px: nothing
// serious for axe, nothing wider than the window, nothing the CSP had to stop.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, browser, fits, noFaults, page } from "./world.mjs";

let chromium;
before(async () => {
  chromium = await browser();
});
after(() => chromium.close());

const looks = [
  { name: "light", locale: "en-GB" },
  { name: "dark", locale: "en-GB", dark: true },
  { name: "narrow-sv", locale: "sv-SE", width: 400, height: 800 },
  { name: "fr", locale: "fr-FR", dark: true },
];

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
    for (const [name, path, there] of pages)
      await t.test(name, async () => {
        await at.goto(path);
        await at.locator(there).first().waitFor();
        await accessible(at, `${name}-${look.name}`);
        await fits(at, `${name}-${look.name}`);
      });
    noFaults(at);
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
