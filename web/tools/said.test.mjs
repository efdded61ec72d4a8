// Tests of src/words/said.ts: node --test tools/said.test.mjs, in web/.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

const { buildSync } = createRequire(createRequire(import.meta.url).resolve("vite"))("esbuild");
const built = buildSync({ entryPoints: ["src/words/said.ts"], bundle: true, format: "esm", write: false });
const { formats, translated } = await import("data:text/javascript;base64," + Buffer.from(built.outputFiles[0].contents).toString("base64"));

const rows = [
  ["there is no connector \"{1}\"", "det finns ingen anslutning ”{1}”", "il n’y a pas de connecteur « {1} »"],
  ["list users", "lista användare", "lister les utilisateurs"],
  ["{1} answers {2}", "{1} svarar {2}", "{1} répond {2}"],
  ["too many requests", "för många förfrågningar", "trop de requêtes"],
  ["{1} item{2} of {3}", "{1} {1?objekt|objekt} av {3}", "{1} {1?élément|éléments} sur {3}"],
  ["the app lacks the scope {1}. Without it {2}.", "appen saknar scopet {1}. Utan det {2}.", "il manque à l’application l’étendue {1}. Sans elle, {2}."],
  ["no polls arrive", "kommer inga omröstningar", "aucun sondage n’arrive"],
  ["Meetings", "Möten", "Réunions"],
  ["Add it.", "Lägg till det.", "Ajoutez-la."],
  ["{1} of {2}", "{1} av {2}", "{1} sur {2}"],
  ["{1}: {2}", "{1}: {2}", "{1} : {2}"],
  ["{1}; this mailbox is tried again later", "{1}; den här postlådan försöks igen senare", "{1} ; cette boîte est réessayée plus tard"],
];
const sv = (text) => translated(formats(rows, "sv"), text);

const table = [
  ["a whole text", "list users", "lista användare"],
  ["a name in quotes stays", 'there is no connector "Meetings"', "det finns ingen anslutning ”Meetings”"],
  ["frames, the outer unknown", "zoom/acme: list users", "zoom/acme: lista användare"],
  ["frames, both known", "list users: Zoom answers too many requests", "lista användare: Zoom svarar för många förfrågningar"],
  ["an English ending is dropped", "3 items of 7", "3 objekt av 7"],
  ["a hole is translated", "the app lacks the scope a:b:c. Without it no polls arrive.", "appen saknar scopet a:b:c. Utan det kommer inga omröstningar."],
  ["two sentences", "the app lacks the scope x. Without it no polls arrive. Add it.", "appen saknar scopet x. Utan det kommer inga omröstningar. Lägg till det."],
  ["what was refused stands in front", "too many requests; this mailbox is tried again later", "för många förfrågningar; den här postlådan försöks igen senare"],
  ["several lines in a hole", 'there is no connector "a\nb"', "det finns ingen anslutning ”a\nb”"],
  ["a format's own marks in a value", 'there is no connector "{1} $& $1"', "det finns ingen anslutning ”{1} $& $1”"],
];
for (const [name, en, to] of table) test(name, () => assert.deepEqual(sv(en), { text: to, lang: undefined }));

const unknown = [
  ["no format", "The host of this meeting left long ago"],
  ["few letters do not make a format", "Names of people who took part in some of these long meetings"],
  ["nothing", ""],
  ["too long", "list users: ".repeat(1000)],
];
for (const [name, en] of unknown) test(`stays English: ${name}`, () => assert.deepEqual(sv(en), { text: en, lang: "en" }));

test("what strangers wrote costs no more than its steps", () => {
  const f = formats(rows, "fr");
  translated(f, "a: b; c. d of e: ".repeat(230));
  assert.ok(f.steps >= 0 && f.steps < 2000, String(f.steps));
});

test("a language's singular", () => assert.equal(translated(formats(rows, "fr"), "1 item of 7").text, "1 élément sur 7"));
test("French has its own column", () => assert.equal(translated(formats(rows, "fr"), "Meetings").text, "Réunions"));
