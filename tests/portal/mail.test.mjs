// Mailboxes, messages, permissions, audit, settings: what people do there, and
// every page in every look.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, browser, estreat, fitForAll, keep, looks, noFaults, page, speak, user } from "./world.mjs";

const roles = estreat("role", "list").roles.map((role) => role.name).join(",");
let chromium;
let box; // one with messages
let film; // a message with a film and captions, or at least with files

before(async () => {
  chromium = await browser();
  if (!estreat("role-group", "list").role_groups.some((group) => group.name === "Everything")) {
    estreat("role-group", "add", "Everything", "--roles", roles);
    estreat("role-group", "add-member", "Everything", user);
  }
  box = estreat("mailbox", "list").mailboxes.sort((a, b) => b.messages - a.messages)[0];
  assert.ok(box.messages > 0, "first-run has filled the archive");
  for (const one of estreat("mailbox", "messages", String(box.id), "--newest").messages) {
    const { parts } = estreat("message", "show", String(one.id));
    const found = parts.find((part) => part.media_type.startsWith("video/"));
    if (found && (!film || (found.captions && !film.part.captions))) film = { id: one.id, part: found, subject: one.subject };
  }
});
after(() => chromium.close());

test("from a mailbox to a message, and what came before", async () => {
  const at = await page(chromium);
  await at.goto("/mailboxes");
  await at.getByLabel("Name of the mailbox or person").fill(box.mailbox.slice(0, 6));
  await at.getByRole("button", { name: "Search" }).click();
  await at.getByRole("link", { name: box.mailbox }).click();
  await at.getByRole("heading", { name: box.mailbox }).waitFor();
  const first = at.locator("tbody a").first();
  const subject = await first.innerText();
  await at.getByLabel("Subject or sender").fill(subject.slice(0, 12));
  await at.keyboard.press("Enter");
  await at.waitForURL(/text=/);
  await at.locator("tbody a").first().waitFor();
  for (const row of await at.locator("tbody tr").allInnerTexts()) assert.ok(row.toLowerCase().includes(subject.slice(0, 12).toLowerCase()));
  await at.locator("tbody a").first().click();
  await at.frameLocator("iframe.message-frame").locator("h1").waitFor();
  await at.getByRole("tab", { name: "Conversation" }).click();
  await at.locator("ol.around .current, .empty").first().waitFor();
  await at.getByRole("tab", { name: "Origin" }).click();
  await at.getByText("SHA-256 of the record").waitFor();
  await at.getByRole("button", { name: /^Show raw-/ }).first().click();
  await at.locator("pre.plain").first().waitFor();
  assert.match(await at.locator("pre.plain").first().innerText(), /^[[{]/);
  noFaults(at);
  await at.context().close();
});

test("a folder, a time, and nothing", async () => {
  const at = await page(chromium);
  await at.goto(`/mailboxes/${box.id}`);
  await at.locator("tbody tr").first().waitFor();
  const folder = estreat("mailbox", "folders", String(box.id)).folders[0].folder;
  await at.getByLabel("Folder").selectOption(folder);
  await at.waitForURL(/folder=/);
  await at.locator("tbody tr").first().waitFor();
  await at.goto(`/mailboxes/${box.id}?since=2001-01-01&until=2001-01-02`);
  await at.getByText("No messages").waitFor();
  await at.getByRole("button", { name: "Clear" }).click();
  await at.locator("tbody tr").first().waitFor();
  await at.context().close();
});

test("a film is played in pieces, with its transcript, and read once", async (t) => {
  if (!film) return t.skip("no film in this archive");
  const at = await page(chromium);
  const asked = [];
  at.on("response", (response) => {
    if (response.url().includes(`part=${film.part.record}`)) asked.push(response.status());
  });
  const acts = () => estreat("audit", "list", "--verb", "message show").acts.filter((act) => act.detail.includes(`"part":${film.part.record}}`) && act.actor === user).length;
  await at.goto(`/messages/${film.id}?tab=files`);
  await at.getByRole("button", { name: "Play " + film.part.name }).waitFor();
  assert.equal(acts(), 0, "nothing is read before it is asked for");
  await at.getByRole("button", { name: "Play " + film.part.name }).click();
  const video = at.locator("video");
  await video.waitFor();
  await at.waitForFunction(() => document.querySelector("video")?.readyState >= 1 || document.querySelector("[role=status]"));
  assert.ok(asked.includes(206), "by ranges: " + asked);
  const some = await at.context().request.get(`/api/v1/messages/${film.id}?part=${film.part.record}`, { headers: { Range: "bytes=10-19" } });
  assert.equal(some.status(), 206);
  assert.equal((await some.body()).length, 10);
  assert.equal(acts(), 1, "one reading, whatever the number of pieces");
  if (film.part.captions) assert.ok((await at.locator("video track[default]").getAttribute("src")).endsWith(`part=${film.part.captions}`));
  await at.context().close();
});

test("the message as it is: .eml, byte for byte", async () => {
  const at = await page(chromium);
  const id = film?.id ?? estreat("mailbox", "messages", String(box.id)).messages[0].id;
  await at.goto(`/messages/${id}`);
  const download = at.waitForEvent("download");
  await at.getByRole("link", { name: /Download message/ }).click();
  assert.equal((await download).suggestedFilename(), `message-${id}.eml`);
  const whole = await at.context().request.get(`/api/v1/messages/${id}?eml=true`);
  assert.equal(whole.headers()["content-type"], "message/rfc822");
  assert.equal(Number(whole.headers()["content-length"]), (await whole.body()).length);
  await at.context().close();
});

test("a role group of one's own, an account in it, a token", async () => {
  const at = await page(chromium);
  await at.goto("/permissions?open=eDiscovery+Manager");
  await at.getByRole("dialog").getByRole("button", { name: "Copy" }).click();
  await at.getByLabel("Name of the copy").fill("Readers of the north");
  await at.keyboard.press("Enter");
  await at.getByRole("dialog").getByRole("heading", { name: "Readers of the north" }).waitFor();
  await at.goto("/permissions/accounts");
  await at.getByRole("button", { name: "Add an account" }).click();
  await at.getByLabel("Account name").fill("reader@example.com");
  await at.getByLabel("First role group").selectOption("Readers of the north");
  await at.getByRole("dialog").getByRole("button", { name: "Add an account" }).click();
  const secret = await at.locator("code.once").innerText();
  assert.match(secret, /^[a-z0-9-]{16,}$/);
  const reader = estreat("user", "show", "reader@example.com");
  assert.deepEqual(reader.groups, ["Readers of the north"]);
  await at.goto("/permissions/tokens");
  await at.getByRole("button", { name: "Add a token" }).click();
  await at.getByLabel("Name").fill("monitoring");
  await at.getByLabel("View-Only Configuration").check();
  await at.getByRole("dialog").getByRole("button", { name: "Add a token" }).click();
  const token = await at.locator("code.once").innerText();
  const bare = await chromium.newContext({ baseURL: at.url() });
  const answer = await bare.request.get("/api/v1/status", { headers: { Authorization: "Bearer " + token } });
  assert.equal(answer.status(), 200);
  const refused = await bare.request.get("/api/v1/mailboxes", { headers: { Authorization: "Bearer " + token } });
  assert.equal(refused.status(), 403);
  await bare.close();
  noFaults(at);
  // what was refused stands in the audit
  await at.goto("/audit?outcome=refused");
  await at.getByRole("button", { name: /20\d\d/ }).first().click();
  await at.getByRole("dialog").getByText("mailbox list").first().waitFor();
  await at.context().close();
});

test("persons from a file: what is wrong is told by its line", async () => {
  const at = await page(chromium);
  await at.goto("/settings/persons");
  const file = keep("persons.csv", "person,name,mailbox,address,valid_from\nx1,Xenia,xenia@nordwind.example,xenia@nordwind.example,\nx2,Yngve,yngve@nordwind.example,yngve@nordwind.example,yesterday\n");
  await at.getByLabel("CSV file").setInputFiles(file);
  await at.getByRole("button", { name: "Import", exact: true }).click();
  await at.getByText(/2 lines: 1 added.*1 refused/).waitFor();
  await at.getByRole("row", { name: /^3 .*yesterday/ }).waitFor();
  await at.context().close();
});

test("a target: added, checked with what it lacks, removed", async () => {
  const at = await page(chromium);
  await at.goto("/settings/targets");
  await at.getByRole("button", { name: "Add a target" }).first().click();
  await at.getByRole("dialog").getByRole("button", { name: "Add", exact: true }).click();
  await at.getByText("Name is needed.").waitFor();
  await at.getByLabel("Name").fill("files");
  await at.getByRole("dialog").getByRole("combobox").first().selectOption("maildir");
  await at.getByLabel(/^folder|^Folder|^root|^path|^dir/i).first().fill(world_folder());
  await at.getByRole("dialog").getByRole("button", { name: "Add", exact: true }).click();
  await at.getByRole("dialog").getByRole("button", { name: "Check" }).click();
  await at.locator("ul.findings li").first().waitFor();
  await at.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await at.getByRole("dialog", { name: /Remove files/ }).getByRole("button", { name: "Remove" }).click();
  await at.getByRole("dialog", { name: "files", exact: true }).waitFor({ state: "detached" });
  assert.ok(!estreat("target", "list").targets.some((target) => target.name === "files"));
  await at.context().close();
});

function world_folder() {
  return keep("maildir.txt", "").replace(/maildir\.txt$/, "maildirs");
}

for (const look of looks)
  test(look.name, async (t) => {
    const at = await page(chromium, look);
    const pages = [
      ["mailboxes", "/mailboxes", "tbody tr"],
      ["mailbox", `/mailboxes/${box.id}`, "tbody tr"],
      ...["content", "files", "people", "conversation", "copies", "origin", "headers"].map((tab) => ["message-" + tab, `/messages/${film?.id ?? 1}?tab=${tab}`, "[role=tabpanel] > *"]),
      ["permissions", "/permissions", "tbody tr"],
      ["group", "/permissions?open=Everything", "dialog .role-list"],
      ["accounts", "/permissions/accounts", "tbody tr"],
      ["account", "/permissions/accounts?open=" + user, "dialog .facts"],
      ["tokens", "/permissions/tokens", "tbody tr, .empty"],
      ["sign-in", "/permissions/sign-in", "form"],
      ["audit", "/audit", "tbody tr"],
      ["targets", "/settings/targets", "tbody tr, .empty"],
      ["store", "/settings/store", ".card"],
      ["directories", "/settings/directories", "tbody tr, .empty"],
      ["persons", "/settings/persons", "tbody tr"],
      ["schedule", "/settings/schedule", "tbody tr"],
      ["alerts", "/settings/alerts", "tbody tr"],
      ["expiring", "/settings/expiring", "tbody tr, .empty"],
      ["portal-settings", "/settings/portal", "form"],
    ];
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
