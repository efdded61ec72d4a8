// Fail if a text that people read stands in a page instead of in src/words/,
// or if one of its three languages was left out or lost a value.
//
//   usage: node tools/check-texts.mjs [FOLDER]       the folder of web/
//
// The compiler already refuses a text without three languages; this refuses
// an empty one, one whose {values} differ, and JSX with letters in it.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const root = process.argv[2] ?? ".";
const spoken = new Set(["title", "label", "aria-label", "placeholder", "alt", "text", "caption", "help", "action"]);
let bad = 0;

function complain(file, node, what) {
  const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
  console.log(`${file.fileName}:${line + 1}: ${what}`);
  bad++;
}

const letters = (text) => /\p{L}{2,}/u.test(text);

function page(file) {
  const visit = (node) => {
    if (ts.isJsxText(node) && letters(node.text)) complain(file, node, `text outside src/words/: ${node.text.trim()}`);
    if (ts.isJsxAttribute(node) && spoken.has(node.name.getText(file)) && node.initializer && ts.isStringLiteral(node.initializer))
      if (letters(node.initializer.text)) complain(file, node, `text outside src/words/: ${node.initializer.text}`);
    if (ts.isJsxExpression(node) && node.expression && ts.isStringLiteralLike(node.expression) && ts.isJsxElement(node.parent))
      if (letters(node.expression.text)) complain(file, node, `text outside src/words/: ${node.expression.text}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
}

const values = (text) => [...text.matchAll(/\{(\w+)/g)].map((m) => m[1]).filter((name, i, all) => all.indexOf(name) === i).sort().join();
const marks = (text) => (text.match(/`/g) ?? []).length + (text.match(/\]\(/g) ?? []).length;

// Every array of three texts in src/words/.
function texts(file) {
  const visit = (node) => {
    if (ts.isArrayLiteralExpression(node) && node.elements.length > 0 && node.elements.every(ts.isStringLiteralLike)) {
      const list = node.elements.map((element) => element.text);
      if (list.length !== 3) complain(file, node, `${list.length} languages instead of 3`);
      else if (list.some((text) => text.trim() === "")) complain(file, node, "an empty text");
      else if (new Set(list.map(values)).size > 1) complain(file, node, `values differ: ${list.map(values).join(" | ")}`);
      else if (new Set(list.map(marks)).size > 1) complain(file, node, `code or links differ: ${list[0]}`);
    }
    ts.forEachChild(node, visit);
  };
  if (!file.fileName.endsWith("/words.ts")) visit(file);
}

const src = join(root, "src");
for (const name of readdirSync(src, { recursive: true })) {
  if (!/\.tsx?$/.test(name)) continue;
  const path = join(src, name);
  const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  if (name.startsWith("words/server/")) continue; // server-texts.mjs
  if (name.startsWith("words/")) texts(file);
  else page(file);
}
process.exitCode = bad > 0 ? 1 : 0;
