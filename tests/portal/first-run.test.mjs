// From the first start to the first archived meeting, as an administrator does
// it, with the mistakes one makes on the way.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, browser, estreat, keep, keepSignedIn, noFaults, page, password, user, world } from "./world.mjs";

let chromium, at;
const zoom = world.sources["zoom-meetings"];

before(async () => {
  chromium = await browser();
  at = await page(chromium, { signedIn: false });
});
after(() => chromium.close());

const button = (name) => at.getByRole("button", { name, exact: true });
const heading = (name) => at.getByRole("heading", { name, exact: true });

test("sign-in refuses, then wants a password of one's own, then goes on", async () => {
  await at.goto("/connectors/overview?x=1");
  await heading("Sign in").waitFor();
  await accessible(at, "sign-in");
  await at.getByLabel("User name").fill(user);
  await button("Sign in").click();
  await at.getByText("Fill this in").waitFor();
  await at.getByLabel("Password", { exact: true }).fill("not the password");
  await button("Sign in").click();
  await at.getByText("That did not work").waitFor();
  await at.getByLabel("Password", { exact: true }).fill(world.password);
  await button("Sign in").click();
  await at.getByLabel("New password", { exact: true }).fill(password);
  await at.getByLabel("New password, once more").fill(password + "!");
  await button("Sign in").click();
  await at.getByText("The two are not the same").waitFor();
  await accessible(at, "new-password");
  await at.getByLabel("New password, once more").fill(password);
  await button("Sign in").click();
  await heading("Data connectors").waitFor();
  assert.match(at.url(), /\/connectors\/overview\?x=1$/, "the page that was asked for");
});

test("without the role nothing can be added, and the page says which would do", async () => {
  await at.getByText("You may look at connectors, not add one").waitFor();
  await at.getByText("Mailbox Import Export").first().waitFor();
  assert.equal(await at.getByRole("link", { name: /Add connector/ }).count(), 0);
  await at.goto("/connectors/add/zoom-meetings");
  await at.getByText("You may not see this page").waitFor();
  await accessible(at, "forbidden");
});

test("with the role the gallery offers each source", async () => {
  estreat("role-group", "add", "Everything here", "--roles", "Mailbox Import Export,Data Connector Admin,Mailbox Search,Preview,Export");
  estreat("role-group", "add-member", "Everything here", user);
  await at.goto("/connectors/overview");
  await at.getByRole("link", { name: "Add connector Zoom Meetings" }).waitFor();
  assert.equal(await at.getByRole("link", { name: /^Add connector/ }).count(), 3);
  await keepSignedIn(at);
  await at.getByRole("link", { name: "View Zoom Meetings" }).click();
  await at.getByText("cloud_recording:read:list_user_recordings:admin").waitFor();
  await at.getByRole("link", { name: "Add connector" }).click();
});

test("terms are accepted by a person, and recorded", async () => {
  await heading("Terms of service").waitFor();
  await at.getByText("Lawful use").waitFor();
  await accessible(at, "terms");
  await button("Accept").click();
  await heading("Name").waitFor();
  const terms = estreat("source", "terms", "zoom-meetings");
  assert.deepEqual([terms.accepted_version, terms.accepted_by], [terms.version, user]);
});

test("a name is unique, and said so while it is typed", async () => {
  estreat("connector", "add", "Taken", "--paused", "--source", "zoom-meetings", "--set", "account-id=a", "--set", "client-id=b",
    "--set", "schedule=manual", "--secret", "client-secret=" + keep("taken", "secret"));
  await at.reload();
  await heading("Name").waitFor(); // where one was
  await at.getByLabel("Name of the connector").fill("tAkEn");
  await at.getByText("There is a connector of this name already").waitFor();
  await at.getByLabel("Name of the connector").fill("zoom");
  await at.getByText("This name is free.").waitFor();
  await button("Next").click();
});

test("settings are checked before anything runs, and a wrong secret is told", async () => {
  await heading("Sign-in and settings").waitFor();
  await button("Save and check").click();
  assert.equal(await at.getByText("Fill this in").count(), 3);
  await accessible(at, "settings-missing");
  await at.getByLabel("Account ID").fill(zoom.set["account-id"]);
  await at.getByLabel("Client ID").fill(zoom.set["client-id"]);
  await at.getByLabel("Client secret").fill("not the secret");
  await at.getByText("Addresses and certificates").click();
  await at.getByLabel("API address").fill(zoom.set["api-url"]);
  await at.getByLabel("Token address").fill(zoom.set["token-url"]);
  await button("Save and check").click();
  await at.locator(".findings, .message.bad").first().waitFor();
  await at.getByText("Saved as a paused connector").waitFor();
  assert.equal(estreat("connector", "show", "zoom").state, "paused");
});

test("one may leave and come back; secrets are nowhere in the browser", async () => {
  const stored = await at.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
  assert.ok(stored.includes(zoom.set["account-id"]) && !stored.includes("not the secret"), stored);
  await at.goto("/");
  await at.goto("/connectors/add/zoom-meetings");
  await heading("Sign-in and settings").waitFor();
  assert.equal(await at.getByLabel("Account ID").inputValue(), zoom.set["account-id"]);
  // or from another browser, which has no draft
  await at.evaluate(() => sessionStorage.clear());
  await at.goto("/connectors?name=zoom");
  await at.getByRole("link", { name: "Go on setting it up" }).click();
  await heading("Sign-in and settings").waitFor();
  assert.equal(await at.getByLabel("Account ID").inputValue(), zoom.set["account-id"]);
  await at.getByText("What is captured, and when").click();
  await at.getByLabel("Zoom plan").selectOption("business");
  await at.getByLabel("Client secret").fill(zoom.secret["client-secret"]);
  await button("Save and check").click();
  await button("Save & Finish").waitFor();
  await at.getByText("Zoom gives an access token.").waitFor();
  await accessible(at, "settings-checked");
  await button("Save & Finish").click();
});

test("who is mapped is shown, and a file's bad lines are told by number", async () => {
  await at.getByText("Automatic user mapping is on").waitFor();
  const people = estreat("connector", "people", "zoom");
  await at.getByRole("rowheader").or(at.getByRole("cell", { name: people.people[0].mailbox, exact: true })).first().waitFor();
  await at.getByText("Custom mapping").click();
  await at.getByLabel("Mapping file (CSV)").setInputFiles(
    keep("mapping.csv", `address,mailbox\nan.alias@example.com,${people.people[0].mailbox}\nnobody@example.com,no.such@example.com\n`));
  await button("Upload").click();
  await at.getByText("1 added, 0 changed, 0 as before, 1 refused.").waitFor();
  await at.getByText("there is no mailbox").waitFor();
  await accessible(at, "mapping");
  await button("Next").click();
});

test("finishing runs it, and its progress ends with sums that close", async () => {
  await heading("Review and finish").waitFor();
  await accessible(at, "review");
  await button("Finish").click();
  await at.getByText("Run 1 has ended.").waitFor({ timeout: 120000 });
  await accessible(at, "ended");
  const report = estreat("connector", "report", "zoom");
  assert.ok(report.closed && report.total.archived > 0, JSON.stringify(report.total));
  await at.getByText(String(report.total.archived)).first().waitFor();
});

test("the archived meeting is in somebody's mailbox", () => {
  const full = estreat("mailbox", "list").mailboxes.filter((one) => one.id !== 1 && one.messages > 0);
  assert.ok(full.length > 0);
  const { messages } = estreat("mailbox", "messages", full[0].mailbox);
  assert.match(messages[0].subject, /Zoom (meeting|webinar)/);
});

test("the log is downloaded, as CSV and as JSON", async () => {
  await at.getByRole("tab", { name: "Runs" }).click();
  await at.getByRole("button", { name: "1", exact: true }).click();
  await at.getByText("The sums close").waitFor();
  for (const [kind, begins] of [["CSV", "run,time,kind"], ["JSON", "{"]]) {
    const coming = at.waitForEvent("download");
    await at.getByRole("link", { name: `Download log (${kind})` }).click();
    const stream = await (await coming).createReadStream();
    const parts = [];
    for await (const part of stream) parts.push(part);
    assert.ok(Buffer.concat(parts).toString().replace(/^\uFEFF/, "").startsWith(begins), kind);
  }
});

test("pausing, resuming, changing and removing", async () => {
  await button("Pause").click();
  await button("Resume").waitFor();
  assert.equal(estreat("connector", "show", "zoom").state, "paused");
  await button("Resume").click();
  await button("Pause").waitFor();
  await at.getByRole("link", { name: "Edit" }).click();
  await heading("Edit “zoom”").waitFor();
  await at.getByLabel("Schedule").selectOption("every 6h");
  await button("Save and check").click();
  await at.getByText("Saved.").waitFor();
  assert.equal(estreat("connector", "show", "zoom").schedule, "every 6h");
  await at.goto("/connectors?name=Taken");
  await button("Remove").click();
  await at.getByText("Kept are every message and file it archived").waitFor();
  await at.getByRole("dialog", { name: "Remove “Taken”?" }).getByRole("button", { name: "Remove", exact: true }).click();
  await at.getByRole("button", { name: "Taken", exact: true }).waitFor({ state: "detached" });
  assert.deepEqual(estreat("connector", "list").connectors.map((one) => one.name), ["zoom"]);
});

// Webex by a refresh token, RingCentral by a JWT: other fields, other people.
const others = [
  ["webex", "Webex", { "Client ID": "client-id" }, { "Client secret": "client-secret", "Refresh token": "refresh-token" },
    { "API address": "api-url", "Token address": "token-url" }],
  ["ringcentral", "RingCentral", { "Client ID": "client-id" }, { "Client secret": "client-secret", JWT: "jwt" },
    { "API address": "api-url", "Content address": "media-url" }],
];
for (const [name, title, plain, secret, addresses] of others)
  test(`${title}: from its terms to who is mapped`, async () => {
    const source = world.sources[name];
    await at.goto("/connectors/add/" + name);
    await heading("Terms of service").waitFor();
    await button("Accept").click();
    await at.getByLabel("Name of the connector").fill(name);
    await button("Next").click();
    await heading("Sign-in and settings").waitFor();
    for (const [label, key] of Object.entries(plain)) await at.getByLabel(label, { exact: true }).fill(source.set[key]);
    for (const [label, key] of Object.entries(secret)) await at.getByLabel(label, { exact: true }).fill(source.secret[key]);
    await at.getByText("Addresses and certificates").click();
    for (const [label, key] of Object.entries(addresses)) await at.getByLabel(label, { exact: true }).fill(source.set[key]);
    await button("Save and check").click();
    await button("Save & Finish").waitFor();
    await button("Save & Finish").click();
    await at.getByText("Automatic user mapping is on").waitFor();
    const people = estreat("connector", "people", name);
    assert.ok(people.mapped > 0, JSON.stringify(people));
    await at.getByRole("cell", { name: people.people.find((one) => one.mailbox).mailbox, exact: true }).first().waitFor();
    assert.equal(estreat("connector", "show", name).state, "paused");
    await button("Close").click();
    estreat("connector", "remove", name);
  });

test("Webex: signed in to at its own page, and back to the check", async () => {
  const { set, secret } = world.sources.webex;
  await at.evaluate(() => sessionStorage.clear()); // the draft of the one before
  await at.goto("/connectors/add/webex");
  await heading("Terms of service").waitFor();
  await button("Next").click(); // accepted before
  await at.getByLabel("Name of the connector").fill("by-browser");
  await button("Next").click();
  await heading("Sign-in and settings").waitFor();
  await at.getByText(world.url + "/oauth/callback").waitFor(); // for the app
  await button("Sign in with Webex").click();
  await at.getByText("Fill this in").first().waitFor();
  await at.getByLabel("Client ID", { exact: true }).fill(set["client-id"]);
  await at.getByLabel("Client secret", { exact: true }).fill(secret["client-secret"]);
  await at.getByText("Addresses and certificates").click();
  await at.getByLabel("API address", { exact: true }).fill(set["api-url"]);
  await at.getByLabel("Token address", { exact: true }).fill(set["token-url"]);
  await accessible(at, "sign-in-at-source");
  await button("Sign in with Webex").click();
  await button("Save & Finish").waitFor(); // there, back, and checked
  await at.getByText("The sign-in at Webex is kept").waitFor();
  await button("Sign in with Webex again").waitFor();
  await at.locator(".findings").waitFor();
  await accessible(at, "signed-in-at-source");
  assert.match(at.url(), /\/connectors\/add\/webex$/);
  const shown = estreat("connector", "show", "by-browser");
  assert.ok(shown.settings.some((one) => one.name === "refresh-token" && one.secret));
  assert.equal(shown.state, "paused");
  await button("Close").click();
  estreat("connector", "remove", "by-browser");
});

test("nothing went wrong on the way that was not meant to", () => {
  at.faults = at.faults.filter((text) => !/status of (400|403|502|503)/.test(text)); // the wrong secret
  noFaults(at);
});
