// An archive that strangers filled, looked at: lists, every message, its files,
// what is downloaded. Nothing runs (no dialog, no global set), nothing is asked
// of another host, nothing leads elsewhere; it all stands there as text.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, estreat, keepSignedIn, page, password, user, world } from "./world.mjs";

let chromium;
let at; // the page that looks
const origin = new URL(world.url).origin;
const wrong = [];

function watch(context) {
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin + "/") && !/^(about|blob|data):/.test(url)) wrong.push("asked for " + url);
  });
  context.on("page", (other) => {
    if (other !== at) wrong.push("opened " + other.url());
  });
}

async function ran() {
  for (const frame of at.frames()) {
    const found = await frame.evaluate(() => ({ ran: globalThis.__ran ?? 0, url: location.href, scripts: document.querySelectorAll("body script, [onerror], [onload], [onfocus], [onclick], a[href^='javascript']").length }));
    if (found.ran) wrong.push("ran in " + found.url);
    if (found.scripts > 0) wrong.push(`${found.scripts} elements of strangers in ${found.url}`);
  }
}

const nothingRan = async (what) => {
  await ran();
  assert.deepEqual(wrong, [], what);
  assert.ok(at.url().startsWith(origin), what + ": led to " + at.url());
};

// Every message once, by way of the mailboxes.
const messages = new Map();
for (const box of estreat("mailbox", "list").mailboxes)
  for (const one of estreat("mailbox", "messages", String(box.id)).messages) messages.set(one.id, one);
const list = [...messages.values()];
const kinds = new Map();
for (const one of list) kinds.set(one.kind + one.folder, [...(kinds.get(one.kind + one.folder) ?? []), one]);
// of each kind some, those with most files first
const chosen = [...kinds.values()].flatMap((some) => some.sort((a, b) => (b.files ?? 0) - (a.files ?? 0)).slice(0, 2));

before(async () => {
  chromium = await browser();
  at = await page(chromium, { signedIn: false });
  at.on("dialog", (dialog) => {
    wrong.push("dialog: " + dialog.message());
    void dialog.dismiss();
  });
  const answer = await at.context().request.post("/api/v1/session", { data: { user, password: world.password, new_password: password } });
  assert.equal(answer.status(), 200, await answer.text());
  await keepSignedIn(at);
  watch(at.context());
});
after(() => chromium.close());

test("there is something to look at", () => {
  assert.ok(list.length > 20, `${list.length} messages`);
  assert.ok(list.some((one) => one.subject.includes("<script>") || one.subject.includes("onerror")), "a title");
  assert.ok(list.some((one) => one.from.startsWith("=") || one.from.startsWith("+") || one.from.startsWith("@")), "a name");
});

test("lists", async () => {
  await at.goto("/mailboxes");
  await at.locator("tbody tr").first().waitFor();
  const boxes = estreat("mailbox", "list").mailboxes.filter((one) => one.messages > 0);
  for (const box of boxes) {
    await at.goto("/mailboxes/" + box.id);
    await at.locator("tbody tr").first().waitFor();
    await nothingRan(box.mailbox);
  }
  const hostile = list.find((one) => one.subject.includes("<script>"));
  const holder = boxes.find((box) => estreat("mailbox", "messages", String(box.id)).messages.some((one) => one.id === hostile.id));
  await at.goto(`/mailboxes/${holder.id}?text=${encodeURIComponent("<script>")}`);
  await at.locator("tbody tr").first().waitFor();
  assert.ok((await at.locator("tbody").innerText()).includes("<script>"), "it stands there as text");
  for (const [path, there] of [
    ["/", "main .card"],
    ["/connectors", "tbody tr"],
    ["/connectors?name=webex", "dialog .chart"],
    ["/connectors?name=webex&tab=runs", "dialog tbody tr"],
    ["/connectors?name=webex&tab=people", "dialog tbody tr"],
    ["/settings/persons", "tbody tr"],
    ["/settings/schedule", "tbody tr"],
    ["/audit", "tbody tr"],
  ]) {
    await at.goto(path);
    await at.locator(there).first().waitFor();
    await nothingRan(path);
  }
});

test("messages", async (t) => {
  assert.ok(chosen.length >= 8, `${chosen.length} kinds`);
  for (const one of chosen)
    await t.test(`${one.id} ${one.kind}`, async () => {
      await at.goto("/messages/" + one.id);
      const frame = at.frameLocator("iframe.message-frame");
      await frame.locator("body").waitFor();
      assert.ok((await frame.locator("body").innerText()).length > 20);
      await nothingRan("content");
      assert.equal(await at.locator("iframe.message-frame").getAttribute("sandbox"), "");
      for (const tab of ["files", "people", "conversation", "copies", "origin", "headers"]) {
        await at.goto(`/messages/${one.id}?tab=${tab}`);
        const there = at.locator("[role=tabpanel] table, [role=tabpanel] li, [role=tabpanel] .empty, [role=tabpanel] .facts").first();
        await there.waitFor().catch(async (error) => assert.fail(`${tab}: ${error.message}\n${await at.locator("body").innerText()}\n${at.unanswered().join("\n")}`));
        if (tab === "files")
          // each turns into "Hide"
          for (let show = at.getByRole("button", { name: /^(Show|Play) / }); (await show.count()) > 0; ) await show.first().click();
        await nothingRan(tab);
      }
    });
});

test("headers of a message stay one", async () => {
  for (const one of list) {
    const { headers } = estreat("message", "show", String(one.id));
    assert.ok(!headers.some((header) => header.name.toLowerCase() === "x-injected"), one.subject);
  }
});

test("files are given to be saved, or are what they say and cannot run", async () => {
  const shown = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "text/plain", "text/vtt", "video/mp4", "audio/mp4", "audio/mpeg", "audio/x-m4a", "audio/wav"]);
  let saved = 0;
  for (const one of chosen) {
    for (const part of estreat("message", "show", String(one.id)).parts) {
      const where = part.record === null ? `number=${part.number}` : `part=${part.record}`;
      const url = `/api/v1/messages/${one.id}?${where}`;
      const answer = await at.context().request.get(url, { headers: { Range: "bytes=0-99" } });
      const headers = answer.headers();
      const how = headers["content-disposition"];
      assert.equal(headers["x-content-type-options"], "nosniff", part.name);
      assert.match(headers["content-security-policy"], /sandbox/, part.name);
      assert.ok(how.startsWith("attachment") || shown.has(headers["content-type"].split(";")[0]), `${part.name}: ${how}, ${headers["content-type"]}`);
      assert.match(how, /^[\x20-\x7e]*$/, part.name);
      assert.match(how, /^(attachment|inline); filename="[^"\\\\]*"; filename\*=UTF-8''[\w.!~*%-]*$/, part.name); // one name, and no other parameter
      if (!/html|svg/.test(part.media_type)) continue;
      assert.ok(how.startsWith("attachment"), part.name);
      const download = at.waitForEvent("download");
      await at.goto(url).catch(() => undefined); // a download is no page
      await (await download).cancel();
      saved++;
      await nothingRan(part.name);
    }
  }
  assert.ok(saved > 0, "files that would run were among them");
});

test("a message's HTML runs nothing where it is opened by itself", async () => {
  for (const one of chosen.slice(0, 8)) {
    const answer = await at.goto(`/api/v1/messages/${one.id}/html`);
    assert.match(answer.headers()["content-security-policy"], /sandbox/);
    assert.match(answer.headers()["content-security-policy"], /default-src 'none'/);
    await nothingRan("html");
  }
  await at.goto("/");
});

test("logs and lists for spreadsheets have no formulas", async () => {
  for (const url of ["/api/v1/connectors/webex/log?format=csv", "/api/v1/connectors/zoom/log?format=csv", "/api/v1/audit?format=csv"]) {
    const answer = await at.context().request.get(url);
    assert.equal(answer.status(), 200, url);
    const text = await answer.text();
    assert.ok(text.length > 100, url);
    for (const cell of text.matchAll(/(?:^|,|\n)("?)([=+@\t][^,\r\n]*)/g)) assert.fail(`${url}: ${cell[2].slice(0, 80)}`);
  }
});
