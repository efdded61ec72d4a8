// The whole way in one language: an administrator's first sign-in, the vault's
// store, who is who, mailboxes outside, the organisation's sign-in, a Zoom
// connector and its first run; then a second person, who signs in with the
// organisation's account and reads what arrived.
//
// The texts come from the portal's own words, so one flow does for all.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { app, connectors, hands, labelOf, mailboxes, permissions, setup, signIn, t } from "./forms.mjs";
import { accessible, browser, estreat, noFaults, page, password, user, world } from "./world.mjs";

const locales = { en: "en-GB", sv: "sv-SE", fr: "fr-FR" };
const locale = locales[world.language];
const roles = "Mailbox Import Export,Organization Configuration,Role Management,View-Only Configuration";

let chromium, at, button, heading, field, panel, fill;

before(async () => {
  chromium = await browser();
  at = await page(chromium, { signedIn: false, locale });
  ({ button, heading, field, panel, fill } = hands(at));
});
after(() => chromium.close());

test("the first sign-in", async () => {
  const w = signIn.signIn;
  await at.goto("/");
  await heading(w.title).waitFor();
  assert.equal(await at.evaluate(() => document.documentElement.lang), world.language);
  await field(t(w.user)).fill(user);
  await field(t(w.password)).fill(world.password);
  await button(w.title).click();
  await field(t(w.newPassword)).fill(password);
  await field(t(w.again)).fill(password);
  await button(w.title).click();
  await heading(w.title).waitFor({ state: "detached" });
  estreat("role-group", "add", "Those who set up", "--roles", roles);
  estreat("role-group", "add-member", "Those who set up", user);
});

test("the vault goes to Azure Blob Storage", async () => {
  const w = setup.store;
  await at.goto("/settings/store");
  await at.getByText(t(w.local)).waitFor();
  await button(w.set).click();
  await field(t(setup.settings.kind), panel()).selectOption("azure");
  await fill("azure", world.store);
  await button(app.app.save, {}, panel()).click();
  await panel().waitFor({ state: "detached" });
  await button(setup.settings.check).click();
  await at.locator("ul.findings li").first().waitFor();
  assert.equal(estreat("store", "show").stores[0].kind, "azure");
});

test("who is who comes from a file", async () => {
  await at.goto("/settings/persons");
  await field(t(setup.persons.file)).setInputFiles(world.people);
  await button(setup.persons.doImport).click();
  await at.locator("[role=status], .message.good").first().waitFor();
  await at.locator("tbody tr").first().waitFor();
  assert.ok(Object.values(estreat("person", "list")).flat().length > 3);
});

test("the mailboxes are at Dovecot", async () => {
  await at.goto("/settings/targets");
  await button(setup.targets.addTitle).first().click();
  await field(t(setup.settings.name), panel()).fill("dovecot");
  await field(t(setup.settings.kind), panel()).selectOption("imap");
  await fill("imap", world.target);
  await button(setup.settings.add, {}, panel()).click();
  await button(setup.settings.check, {}, panel()).click();
  await panel().locator("ul.findings li").first().waitFor();
  assert.equal(await panel().locator(".message.bad").count(), 0);
  await accessible(at, "whole-target-" + world.language);
});

test("the organisation's sign-in, and an account that uses it", async () => {
  const p = permissions.providers;
  await at.goto("/permissions/sign-in");
  await button(p.add).first().click();
  await field(t(permissions.permissions.name), panel()).fill("sso");
  await fill("identity-provider", {
    issuer: world.provider.issuer,
    "client-id": world.provider.client,
    "client-secret": world.provider.secret,
    title: "Nordwind",
  });
  await button(app.app.save, {}, panel()).click();
  await button(p.check, {}, panel()).click();
  await panel().locator("ul.findings li").first().waitFor();
  const w = permissions.accounts;
  await at.goto("/permissions/accounts");
  await button(w.add).first().click();
  await field(t(w.user), panel()).fill("alice@example.com");
  await field(t(w.group), panel()).selectOption("eDiscovery Manager");
  await field(t(w.signsIn), panel()).selectOption("sso");
  await button(w.add, {}, panel()).click();
  await button(app.app.close, {}, panel()).last().click();
  assert.deepEqual(estreat("user", "show", "alice@example.com").groups, ["eDiscovery Manager"]);
});

test("a connector, from its terms to its first run", async () => {
  const w = connectors.wizard;
  const zoom = world.sources["zoom-meetings"];
  const of = (name) => field(labelOf("zoom-meetings", name));
  await at.goto("/connectors/add/zoom-meetings");
  await heading(w.terms).waitFor();
  await button(w.accept).click();
  await field(t(w.nameLabel)).fill("zoom");
  await at.getByText(t(w.nameFree)).waitFor();
  await button(app.app.next).click();
  await heading(w.settings).waitFor();
  await of("account-id").fill(zoom.set["account-id"]);
  await of("client-id").fill(zoom.set["client-id"]);
  await of("client-secret").fill(zoom.secret["client-secret"]);
  await at.getByText(t(w.more), { exact: true }).click();
  await of("plan").selectOption("business");
  await of("target").selectOption("dovecot");
  await at.getByText(t(w.addresses), { exact: true }).click();
  await of("api-url").fill(zoom.set["api-url"]);
  await of("token-url").fill(zoom.set["token-url"]);
  await button(w.saveCheck).click();
  await button(w.saveFinish).click();
  await at.getByText(t(w.automatic)).waitFor();
  await button(app.app.next).click();
  await heading(w.review).waitFor();
  await accessible(at, "whole-review-" + world.language);
  await button(w.finish).click();
  await at.getByText(t(connectors.progress.ended, { n: 1 })).waitFor({ timeout: 120000 });
  const report = estreat("connector", "report", "zoom");
  assert.ok(report.closed && report.total.archived > 0, JSON.stringify(report.total));
  assert.equal(report.total.waiting, 0, "all copies are at Dovecot");
});

test("what is complete is in the store", async () => {
  await at.goto("/settings/store");
  await at.getByText(t(setup.store.settled)).waitFor({ timeout: 60000 });
});

test("a second person signs in with the organisation's account, and reads", async () => {
  const her = await page(chromium, { signedIn: false, locale });
  await her.goto("/mailboxes");
  await her.getByRole("link", { name: t(signIn.signIn.by, { provider: "Nordwind" }), exact: true }).click();
  await her.getByRole("link", { name: "alice", exact: true }).click();
  await her.getByRole("heading", { name: t(mailboxes.mailboxes.title), exact: true }).waitFor();
  const full = estreat("mailbox", "list").mailboxes.filter((one) => one.id !== 1 && one.messages > 0)[0];
  await her.goto("/mailboxes/" + full.id);
  await her.locator("tbody a").first().click();
  await her.frameLocator("iframe.message-frame").locator("h1").waitFor();
  const acts = estreat("audit", "list", "--verb", "message show").acts;
  assert.ok(acts.some((act) => act.actor === "alice@example.com"), "her reading is in the audit");
  await her.goto("/settings/targets");
  await her.getByText(t(app.app.forbidden)).first().waitFor();
  await her.context().close();
});

test("nothing went wrong on the way", () => noFaults(at));
