// Settings and Permissions against the servers that they are about: the vault's
// store and its move, persons, a directory, targets and consent, a source's
// sign-in, the organisation's sign-in, channels, alerts, schedules, tokens, and
// a connector's life. run-settings.py looks at what arrived.
import assert from "node:assert/strict";
import { readdirSync, writeFileSync, mkdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { join } from "node:path";
import { app, connectors, hands, labelOf, mailboxes, permissions, setup, signIn, t } from "./forms.mjs";
import { accessible, browser, estreat, fits, keepSignedIn, noFaults, page, password, user, world } from "./world.mjs";

let chromium, at, button, heading, field, panel, fill;

before(async () => {
  chromium = await browser();
  at = await page(chromium, { signedIn: false });
  ({ button, heading, field, panel, fill } = hands(at));
});
after(() => chromium.close());

const text = (words, values) => at.getByText(t(words, values), { exact: true });
const findings = (where) => where.locator("ul.findings li").first();

// What asks before something is done.
const asked = (title, values) => at.getByRole("dialog", { name: t(title, values), exact: true });

// In light and dark, wide and at 400 px: fit for everybody.
async function looks(on, name) {
  const wide = on.viewportSize();
  await accessible(on, name + "-light");
  await on.emulateMedia({ colorScheme: "dark" });
  await accessible(on, name + "-dark");
  await on.setViewportSize({ width: 400, height: 800 });
  await fits(on, name);
  await accessible(on, name + "-narrow");
  await on.setViewportSize(wide);
  await on.emulateMedia({ colorScheme: "light" });
}

async function noneIsBad(where) {
  await findings(where).waitFor();
  assert.equal(await where.locator(".message.bad").count(), 0, await where.locator("ul.findings").innerText());
}

// A thing of a list: its kind chosen, filled in, added; its panel stays open.
async function add(words, kind, name, values) {
  await button(words.addTitle).first().click();
  await field(t(setup.settings.name), panel()).fill(name);
  await field(t(setup.settings.kind), panel()).selectOption(kind);
  await fill(kind, values);
  await button(setup.settings.add, {}, panel()).click();
  await at.getByRole("dialog", { name, exact: true }).waitFor();
}

test("the first sign-in, and every role", async () => {
  const w = signIn.signIn;
  await at.goto("/");
  await field(t(w.user)).fill(user);
  await field(t(w.password)).fill(world.password);
  await button(w.title).click();
  await field(t(w.newPassword)).fill(password);
  await field(t(w.again)).fill(password);
  await button(w.title).click();
  await heading(w.title).waitFor({ state: "detached" });
  const roles = estreat("role", "list").roles.map((role) => role.name);
  estreat("role-group", "add", "Everything", "--roles", roles.join(","));
  estreat("role-group", "add-member", "Everything", user);
  await keepSignedIn(at);
});

// --- the vault ---------------------------------------------------------------

const w = setup.store;
let epochs; // the folders that packs are in
const stores = () => estreat("store", "show").stores.map((one) => `${one.kind} ${one.state}`);

// Of the store in use, as soon as the page has it.
async function settledIn(kind) {
  await at.locator(".facts dd", { hasText: new RegExp(`^${kind}$`) }).waitFor();
  await text(w.settled).waitFor({ timeout: 60000 });
}

test("a folder becomes the vault's store, tried first", async () => {
  await at.goto("/settings/store");
  await text(w.local).waitFor();
  await button(w.set).click();
  await field(t(setup.settings.kind), panel()).selectOption("dir");
  await button(setup.settings.check, {}, panel()).click();
  await panel().getByText(t(setup.setup.lacking, { name: "path" })).waitFor();
  await fill("dir", { path: join(world.first, "absent") });
  await button(setup.settings.check, {}, panel()).click();
  await panel().locator(".message.bad").waitFor();
  await fill("dir", { path: world.first });
  await button(setup.settings.check, {}, panel()).click();
  await noneIsBad(panel());
  await looks(at, "store-first");
  assert.deepEqual(stores(), [], "trying it changes nothing");
  await button(app.app.save, {}, panel()).click();
  await panel().waitFor({ state: "detached" });
  await settledIn("dir");
  assert.ok(packs(world.first).length > 0, "what was complete is there");
  epochs = packs(world.first).map((name) => name.split("/")[0]);
});

test("everything moves to Azure Blob Storage", async () => {
  await button(w.moveElsewhere).click();
  await field(t(setup.settings.kind), panel()).selectOption("azure");
  await fill("azure", { ...world.store, container: "not-there" });
  await button(setup.settings.check, {}, panel()).click();
  await panel().locator(".message.bad").first().waitFor();
  await fill("azure", { container: world.store.container });
  await button(setup.settings.check, {}, panel()).click();
  await noneIsBad(panel());
  await looks(at, "store-move");
  await button(w.move, {}, panel()).click();
  await panel().waitFor({ state: "detached" });
  await settledIn("azure");
  assert.deepEqual(stores(), ["azure in use"]);
  assert.deepEqual(packs(world.first), [], "the old copies are gone");
});

function packs(folder) {
  return readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".pack"));
}

test("a move that is hindered says by what, and is turned round", async () => {
  // a file stands where the store would make its folder
  const hindered = join(world.folder, "hindered");
  mkdirSync(hindered);
  for (const epoch of new Set(epochs)) writeFileSync(join(hindered, epoch), "");
  await button(w.moveElsewhere).click();
  await field(t(setup.settings.kind), panel()).selectOption("dir");
  await fill("dir", { path: hindered });
  await field(t(w.keep), panel()).check();
  await button(w.move, {}, panel()).click();
  await panel().waitFor({ state: "detached" });
  await at.locator(".message.bad", { hasText: t(w.hinderedMoving) }).waitFor();
  await text(w.leavingKept).waitFor();
  await looks(at, "store-hindered");
  await button(w.turn).click();
  await button(w.turn, {}, asked(w.turn)).click();
  await panel().waitFor({ state: "detached" });
  await settledIn("azure");
  assert.deepEqual(stores(), ["azure in use"]);
});

test("every record is verified where it is now", async () => {
  await button(w.checkVault).click();
  await at.locator(".message.good", { hasText: /no faults/ }).waitFor({ timeout: 60000 });
});

// --- who is who --------------------------------------------------------------

test("persons come from a file, and from OpenLDAP", async () => {
  await at.goto("/settings/persons");
  await field(t(setup.persons.file)).setInputFiles(world.people);
  await button(setup.persons.doImport).click();
  await at.locator(".message.good").first().waitFor();
  await at.goto("/settings/directories");
  await add(setup.directories, "ldap", "ad", world.directory);
  await button(setup.settings.check, {}, panel()).click();
  await noneIsBad(panel());
  // `serve` follows a new directory by itself; two at once are refused
  await at.waitForFunction(async () => (await (await fetch("/api/v1/directories/ad")).json()).synchronised !== null);
  await button(setup.directories.sync, {}, panel()).click();
  await panel().getByText(new RegExp(`^${world.persons} persons told: `)).waitFor();
  assert.equal(estreat("directory", "show", "ad").persons, world.persons);
});

// --- mailboxes outside -------------------------------------------------------

test("a target at Dovecot is added and checked", async () => {
  await at.goto("/settings/targets");
  await add(setup.targets, "imap", "dovecot", world.target);
  await button(setup.settings.check, {}, panel()).click();
  await noneIsBad(panel());
});

test("a tenant's administrator consents in a window of their own, and it is taken back", async () => {
  const c = connectors.wizard;
  await at.goto("/settings/targets");
  await add(setup.targets, "graph", "exchange", world.exchange);
  await panel().getByText(t(c.consentMissing)).waitFor();
  await button(c.consentAsk, {}, panel()).click();
  const opened = at.waitForEvent("popup");
  await panel().getByRole("link", { name: new RegExp("^" + t(c.consentOpen)) }).click();
  const theirs = await opened;
  await theirs.getByText("Consent is recorded. You can close this window.").waitFor();
  await theirs.close();
  await panel().getByText(/given by Ada Admin/).waitFor();
  assert.equal(estreat("target", "show", "exchange").consent, "in force");
  await looks(at, "target-consent");
  await button(setup.targets.consentTake, {}, panel()).click();
  await button(setup.targets.consentTake, {}, asked(setup.targets.consentTake)).click();
  await at.getByText(t(c.consentWithdrawn)).waitFor();
});

// --- a source's sign-in ------------------------------------------------------

const authorize = (answer) => fetch(world.sandbox + "/sandbox/setup", { method: "POST", body: JSON.stringify({ authorize: answer }) });
const signedIn = () => estreat("connector", "show", "webex").settings.some((one) => one.name === "refresh-token");

test("a sign-in at the source begins at the connector's settings and comes back there, refused or not", async () => {
  const its = await page(chromium); // the refusal's page is a failure to the console
  const mine = hands(its);
  const begin = t(connectors.wizard.signInWith, { source: "Webex" });
  await authorize("denied");
  await its.goto("/connectors/edit/webex");
  await mine.field(labelOf("webex", "target")).selectOption("dovecot");
  await its.getByRole("button", { name: begin, exact: true }).click();
  await its.getByText(/Connector "webex" is not signed in.*the person declined/).waitFor();
  await looks(its, "sign-in-refused");
  await its.getByRole("link", { name: 'Back to connector "webex", to sign in again' }).click();
  await its.waitForURL(/\/connectors\/edit\/webex$/);
  assert.ok(!signedIn());
  await authorize("given");
  await its.getByRole("button", { name: begin, exact: true }).click();
  await findings(its).waitFor();
  assert.match(its.url(), /\/connectors\/edit\/webex$/);
  await its.getByText(t(connectors.wizard.signedIn, { source: "Webex" })).waitFor();
  await looks(its, "edit-signed-in");
  assert.ok(signedIn());
  const target = estreat("connector", "show", "webex").settings.find((one) => one.name === "target");
  assert.equal(target.value, "dovecot", "what was typed in was saved first");
  await its.context().close();
});

test("and at its flyout", async () => {
  await at.goto("/connectors?name=webex&tab=check");
  await button(connectors.wizard.signInAgain, { source: "Webex" }, panel()).click();
  await findings(panel()).waitFor();
  assert.match(at.url(), /\/connectors\?tab=check&name=webex$/);
  await looks(at, "flyout-signed-in");
});

// --- connectors --------------------------------------------------------------

test("a schedule is changed", async () => {
  await at.goto("/settings/schedule");
  await at.getByRole("button", { name: "webex", exact: true }).click();
  await field(t(setup.schedule.when), panel()).fill("manual");
  await button(app.app.save, {}, panel()).click();
  await panel().waitFor({ state: "detached" });
  await at.getByRole("row", { name: /^webex manual/ }).waitFor();
});

test("a connector runs, and its copies are at Dovecot", async () => {
  const f = connectors.flyout;
  await at.goto("/connectors?name=webex");
  await button(f.resume, {}, panel()).click();
  await button(f.runNow, {}, panel()).click();
  await panel().getByText(t(connectors.progress.ended, { n: 1 })).waitFor({ timeout: 120000 });
  const report = estreat("connector", "report", "webex");
  assert.ok(report.closed && report.total.copies > 0, JSON.stringify(report.total));
  assert.equal(report.total.waiting, 0, "all copies are at Dovecot");
});

test("a connector is paused, edited, resumed and removed", async () => {
  const f = connectors.flyout;
  const state = () => estreat("connector", "show", "zoom").state;
  await at.goto("/connectors?name=zoom");
  await button(f.pause, {}, panel()).click();
  await button(f.resume, {}, panel()).waitFor();
  assert.equal(state(), "paused");
  await at.goto("/connectors/edit/zoom");
  await field(labelOf("zoom-meetings", "folder")).fill("Meetings of ours");
  await button(connectors.wizard.saveCheck).click();
  await findings(at).waitFor();
  await at.goto("/connectors?name=zoom");
  await panel().getByText("Meetings of ours").first().waitFor();
  await button(f.resume, {}, panel()).click();
  await button(f.pause, {}, panel()).waitFor();
  assert.equal(state(), "active");
  await button(f.remove, {}, panel()).click();
  await button(f.remove, {}, asked(f.removeTitle, { name: "zoom" })).click();
  await at.getByRole("dialog").first().waitFor({ state: "detached" });
  assert.deepEqual(estreat("connector", "list").connectors.map((one) => one.name), ["webex"]);
});

// --- sign-in, tokens ---------------------------------------------------------

test("an identity provider is added, checked and mapped; a person signs in who had no account", async () => {
  const p = permissions.providers;
  await at.goto("/permissions/sign-in");
  await button(p.add).first().click();
  await field(t(permissions.permissions.name), panel()).fill("sso");
  await fill("identity-provider", { ...world.provider, title: "Nordwind", create: "yes" });
  await looks(at, "provider-form");
  await button(app.app.save, {}, panel()).click();
  await button(p.check, {}, panel()).click();
  await noneIsBad(panel());
  await field(t(p.theirGroup), panel()).fill("legal");
  await field(t(p.ourGroup), panel()).selectOption("eDiscovery Manager");
  await button(p.addMapping, {}, panel()).click();
  await panel().getByText("legal → eDiscovery Manager").waitFor();
  const her = await page(chromium, { signedIn: false });
  await her.goto("/mailboxes");
  await her.getByRole("link", { name: t(signIn.signIn.by, { provider: "Nordwind" }), exact: true }).click();
  await her.getByRole("link", { name: "alice", exact: true }).click();
  await her.getByRole("heading", { name: t(mailboxes.mailboxes.title), exact: true }).waitFor();
  assert.deepEqual(estreat("user", "show", "alice@example.com").groups, ["eDiscovery Manager"]);
  await her.context().close();
});

test("a token is made, used and taken back", async () => {
  const k = permissions.tokens;
  await at.goto("/permissions/tokens");
  await button(k.add).first().click();
  await field(t(permissions.permissions.name), panel()).fill("monitoring");
  await panel().getByLabel("View-Only Configuration").check();
  await button(k.add, {}, panel()).click();
  const token = await panel().locator("code.once").innerText();
  const status = async () => (await fetch(world.url + "/api/v1/status", { headers: { Authorization: "Bearer " + token } })).status;
  assert.equal(await status(), 200);
  await button(app.app.close, {}, panel()).last().click();
  await at.getByRole("button", { name: t(permissions.permissions.remove) + ": monitoring" }).click();
  await button(permissions.permissions.remove, {}, panel()).click();
  await at.getByRole("dialog").first().waitFor({ state: "detached" });
  assert.equal(await status(), 401);
});

// --- alerts ------------------------------------------------------------------

test("channels tell of a test", async () => {
  for (const [kind, values] of [["mail", world.mail], ["webhook", world.hook]]) {
    await at.goto("/settings/alerts");
    await add(setup.alerts, kind, "ops-" + kind, values);
    await button(setup.alerts.test, {}, panel()).click();
    await panel().getByText(t(setup.alerts.tested)).waitFor();
  }
});

test("an alert is told, and somebody looks after it", async () => {
  const a = setup.alerts;
  const rule = estreat("alert", "rules").rules.find((one) => one.name === "disk");
  await at.goto("/settings/alerts");
  await at.getByRole("button", { name: rule.title, exact: true }).click();
  await field(t(a.bound), panel()).fill("0"); // any disk is too full
  await field(t(a.severity), panel()).selectOption("high");
  await button(app.app.save, {}, panel()).click();
  await panel().waitFor({ state: "detached" });
  await button(a.look).click();
  const disk = () => estreat("alert", "list", "--rule", "disk").alerts[0];
  const row = at.getByRole("table", { name: t(setup.settings.alerts), exact: true }).getByRole("row", { name: new RegExp("^" + rule.title) });
  await row.getByRole("button").click();
  await field(t(a.note), panel()).fill("a new disk comes on Monday");
  await looks(at, "alert");
  await button(a.acknowledge, {}, panel()).click();
  await panel().getByText("a new disk comes on Monday").waitFor();
  await panel().getByText(t(a.seen), { exact: true }).waitFor();
  assert.deepEqual([disk().state, disk().acknowledged_by], ["acknowledged", user]);
  // told by both, which goes on by itself
  await at.waitForFunction(async () => {
    const { channels } = await (await fetch("/api/v1/channels")).json();
    return channels.every((one) => one.waiting === 0);
  });
});

test("nothing went wrong on the way", () => {
  // but for the two places that could not be tried
  at.faults = at.faults.filter((fault) => !/status of 502/.test(fault));
  noFaults(at);
});
