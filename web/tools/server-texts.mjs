// The texts that the server writes and people may read in the portal, as they
// stand in the C sources, held against their translations in
// src/words/server/*.ts:
//
//   node tools/server-texts.mjs FOLDER              check all; exit 1 if any lacks
//   node tools/server-texts.mjs FOLDER --list PART  rows to be filled in, for the
//                                                   files whose path has PART
//
// FOLDER is the root of the sources. A text is a literal of more than one word;
// each printf conversion in it is a hole: {1}, {2} ... What is no text for the
// portal's readers is left out by the rules below, or by name in
// src/words/server/*.txt, a line each.
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";

// What is written for others: mail, the command line, logs, monitoring.
const otherFiles = [
  /^src\/convert\//,
  /^src\/mime\//,
  /^src\/cmd\//,
  /^src\/source\/zoom\/meeting\//,
  /^src\/source\/webex\/talk\//,
  /^src\/source\/ringcentral\/compose\//,
  /^src\/verb\/(help|completion|cli|print|report|progress)\.c$/,
  /^src\/watch\/metrics/,
  /^src\/connector\/terms\.c$/, // in three languages already
  /^src\/portal\/oauth\.c$/, // likewise
];
const otherCalls =
  /^(print_\w+|log_\w+|archive_act\w*|change_\w+|body_\w+|db_sql|str(n|case|ncase)?cmp|strstr|strcasestr|str_(eq|starts|ends)|crypt_\w+|fputs|fprintf|printf|family|gauge|encode_json|json_\w+|call_say|progress_\w+|__\w+|mem_\w+)$/;
// Of these rooms only failures: all else is what the command line prints.
const onlyFailures = [/^src\/verb\//];
const failures = /^(err_set|err_wrap|err_sys|call_note|\w*refuse\w*|wants|missing|wrong|usage|found|\w*finding\w*)$/;
// In files of otherFiles: what is told in a run's report all the same.
const reported = /^(\w*notice|err_set|err_wrap|err_sys)$/;

const noText =
  /^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|WITH|ALTER|DROP|PRAGMA|FROM|WHERE|ORDER|AND|LEFT|JOIN|UNION|VALUES|ON|SET|LIMIT|GROUP|CASE|OR)\b|^ +[(A-Z|]|HTTP\/1|^[\w-]+: [^ ]*$|Content-/;
const token = /\\\n|\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\.)*'|[A-Za-z_]\w*|\s+|[\s\S]/g;
const conversion = /%(?:%|[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?(?:hh|h|ll|l|z|j|t)?[diouxXeEfgGcspm])/g;

function decode(literal) {
  const plain = { n: "\n", t: "\t", r: "\r", "\\": "\\", '"': '"', "'": "'", 0: "\0" };
  return literal.replace(/\\(x[0-9a-fA-F]+|[\s\S])/g, (all, c) => plain[c] ?? "");
}

// C's "%d of %s" as "{1} of {2}".
export function template(format) {
  let n = 0;
  return format.replace(conversion, (what) => (what === "%%" ? "%" : `{${++n}}`));
}

// The literals of a file with the call that each is given to, "" for none.
export function* literals(source) {
  const open = [];
  let literal = null;
  let last = "";
  let line = 1;
  let at = 1;
  for (const [part] of source.replace(/^[ \t]*#(?![ \t]*define)(?:[^\n\\]|\\[\s\S])*/gm, (l) => l.replace(/[^\n]/g, "")).matchAll(token)) {
    const lines = part.split("\n").length - 1;
    if (/^(\s|\\\n|\/\*|\/\/)/.test(part)) {
      line += lines;
      continue;
    }
    if (part.startsWith('"')) {
      if (literal === null) at = line;
      literal = (literal ?? "") + decode(part.slice(1, -1));
    } else if (literal !== null && /^PRI[diuxX]/.test(part)) {
      literal += "d";
    } else {
      if (literal !== null) yield { call: open.at(-1) ?? "", text: literal, line: at };
      literal = null;
      if (part === "(") open.push(/^\w+$/.test(last) ? last : (open.at(-1) ?? ""));
      else if (part === ")") open.pop();
    }
    line += lines;
    last = part;
  }
}

function isProse(text) {
  return /\p{Ll}{2,}[^\s]* +\S|\S +\p{Ll}{2,}/u.test(text.replace(conversion, "X")) && !noText.test(text) && !/^\n?\t/.test(text);
}

function isShown(path, call, text) {
  if (otherCalls.test(call) || !isProse(text)) return false;
  if (otherFiles.some((f) => f.test(path))) return reported.test(call);
  return failures.test(call) || !onlyFailures.some((f) => f.test(path));
}

// All texts of the sources: template => where it stands first.
export function serverTexts(root) {
  const found = new Map();
  for (const name of readdirSync(join(root, "src"), { recursive: true }).sort()) {
    if (!/\.(c|h|def)$/.test(name)) continue;
    const path = `src/${name}`;
    for (const { call, text, line } of literals(readFileSync(join(root, path), "utf8"))) {
      const key = template(text.trim());
      if (isShown(path, call, text) && !found.has(key)) found.set(key, `${path}:${line}`);
    }
  }
  return found;
}

const holes = (text) => [...new Set([...text.matchAll(/\{(\d+)/g)].map((m) => m[1]))];
// An English ending: "{1} item{2}". Other languages need not have it.
const endings = (text) => text.replace(/(\p{L})\{\d+\}(?!\p{L})/gu, "$1");

function fits(en, other) {
  const has = holes(other);
  return other !== "" && has.every((n) => holes(en).includes(n)) && holes(endings(en)).every((n) => has.includes(n));
}

function rows(folder) {
  const found = new Map();
  let bad = 0;
  for (const name of readdirSync(folder).filter((n) => n.endsWith(".ts")).sort()) {
    const file = ts.createSourceFile(name, readFileSync(join(folder, name), "utf8"), ts.ScriptTarget.Latest, true);
    const complain = (node, what) => {
      console.log(`${join(folder, name)}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}: ${what}`);
      bad++;
    };
    const visit = (node) => {
      if (ts.isArrayLiteralExpression(node) && node.elements.length > 0 && node.elements.every(ts.isStringLiteralLike)) {
        const [en, ...others] = node.elements.map((element) => element.text);
        if (found.has(en)) complain(node, `translated already at ${found.get(en)}: ${en}`);
        found.set(en, `${name}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`);
        for (const other of others)
          if (!fits(en, other)) complain(node, `empty, or other holes than in English: ${JSON.stringify(other)}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return { found, bad };
}

const [root, option, part = ""] = process.argv.slice(2);
const folder = join(root, "web/src/words/server");
const texts = serverTexts(root);
const { found, bad } = rows(folder);
const silent = new Set(
  readdirSync(folder)
    .filter((n) => n.endsWith(".txt"))
    .flatMap((n) => readFileSync(join(folder, n), "utf8").split("\n"))
    .filter((l) => l && !l.startsWith("#")),
);
const lacking = [...texts].filter(([text]) => !found.has(text) && !silent.has(text.replaceAll("\n", "\\n")));
if (option === "--list") {
  for (const [text, where] of lacking) if (where.includes(part)) console.log(`  // ${relative("src", where)}\n  [${JSON.stringify(text)}, "", ""],`);
} else {
  for (const [text, where] of lacking) console.log(`${where}: not translated in ${relative(root, folder)}: ${JSON.stringify(text)}`);
  for (const text of silent) if (!texts.has(text.replaceAll("\\n", "\n"))) console.log(`${relative(root, folder)}/*.txt: no source has it any more: ${text}`);
  process.exitCode = bad + lacking.length > 0 || [...silent].some((text) => !texts.has(text.replaceAll("\\n", "\n"))) ? 1 : 0;
}
