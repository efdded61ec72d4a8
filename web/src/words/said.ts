// What the server says, in the portal's language.
//
// The API answers in English, and what a run left in the archive years ago is
// English too: it was rendered from the formats of the C sources. So a text is
// matched against those formats (server/*.ts, whose README tells the rest), and
// what stands in a format's holes is translated in turn: `listing users: Zoom
// answers 429` is two formats, one in the other. What fits no format stays as it
// is, and is marked as English.
import { spaced } from "./french";
import type { Language, Text } from "./words";

export interface Said {
  text: string;
  lang: Language | undefined; // undefined: the portal's
}

// The formats of one language, ready to be matched.
export interface Formats {
  language: Exclude<Language, "en">;
  whole: Map<string, string>;
  begun: Map<string, Format[]>; // by the first letters
  open: Format[]; // that begin with a hole
  known: Map<string, Said>; // of whole texts
  // of the text in hand: what its parts became, and steps left
  parts: Map<string, Found | null>;
  steps: number;
}

interface Format {
  parts: string[]; // literals around the holes, one more than holes
  letters: number; // in all of them
  holes: { n: string; quoted: boolean }[];
  to: string;
}

interface Found {
  text: string;
  all: boolean; // nothing in it stayed English
}

const longestText = 4000; // more is no sentence
const deepest = 5;
const begin = 5; // letters that formats are found by
const knownMost = 5000;
// A text may hold what strangers wrote: it costs no more than this.
const mostSteps = 2000;
// So few letters could stand in anybody's words by chance.
const fewLetters = 12;

const letters = (text: string) => (text.match(/\p{L}/gu) ?? []).length;
// Three words in lower case: a sentence, not a name or a list of scopes.
const isProse = (text: string) => /(?<!\S)\p{Ll}{2,}[,;:]? \p{Ll}+ \p{Ll}{2,}/u.test(text);

function format(en: string, to: string): Format {
  const parts = en.split(/\{\d+\}/);
  const holes = [...en.matchAll(/(.?)\{(\d+)\}(.?)/gsu)];
  const numbers = [...en.matchAll(/\{(\d+)\}/g)].map((m) => m[1]!);
  const quoted = new Set(holes.filter((m) => (m[1] === '"' && m[3] === '"') || (m[1] === "`" && m[3] === "`")).map((m) => m[2]!));
  return {
    parts,
    letters: letters(parts.join("")),
    holes: numbers.map((n) => ({ n, quoted: quoted.has(n) })),
    to,
  };
}

export function formats(rows: readonly Text[], language: Formats["language"]): Formats {
  const made: Formats = { language, whole: new Map(), begun: new Map(), open: [], known: new Map(), parts: new Map(), steps: 0 };
  const column = language === "sv" ? 1 : 2;
  for (const row of rows) {
    const [en, to] = [row[0], row[column]];
    if (!/\{\d+\}/.test(en)) {
      made.whole.set(en, to);
      continue;
    }
    const one = format(en, to);
    if (one.letters === 0) continue;
    const first = en.slice(0, en.indexOf("{"));
    if (first.length < begin) made.open.push(one);
    else made.begun.set(first.slice(0, begin), [...(made.begun.get(first.slice(0, begin)) ?? []), one]);
  }
  const mostFirst = (a: Format, b: Format) => b.letters - a.letters;
  made.open.sort(mostFirst);
  made.begun.forEach((list) => list.sort(mostFirst));
  return made;
}

function put(to: string, values: Map<string, string>, language: string): string {
  return to.replace(/\{(\d+)(?:\?([^}]*))?\}/g, (all, n: string, forms?: string) => {
    const value = values.get(n);
    if (value === undefined) return all;
    if (forms === undefined) return value;
    const [one = "", other = one] = forms.split("|");
    return new Intl.PluralRules(language).select(Number(value.replace(/[^\d.]/g, ""))) === "one" ? one : other;
  });
}

// What stands in the holes: the shortest that fits, each literal where it comes
// first. Without going back, so in one pass.
function held(parts: string[], text: string): string[] | null {
  const last = parts.length - 1;
  const end = text.length - parts[last]!.length;
  if (!text.startsWith(parts[0]!) || !text.endsWith(parts[last]!)) return null;
  const values: string[] = [];
  let at = parts[0]!.length;
  for (let i = 1; i < last; i++) {
    const next = text.indexOf(parts[i]!, at);
    if (next < 0) return null;
    values.push(text.slice(at, next));
    at = next + parts[i]!.length;
  }
  if (at > end) return null;
  values.push(text.slice(at, end));
  return values;
}

function fit(f: Formats, one: Format, text: string, depth: number): Found | null {
  const there = held(one.parts, text);
  if (there === null) return null;
  const values = new Map<string, string>();
  let all = true;
  for (const [i, hole] of one.holes.entries()) {
    const value = there[i]!;
    const found = hole.quoted ? null : find(f, value, depth + 1);
    const stays = found === null && !hole.quoted && isProse(value);
    if (stays && one.letters < fewLetters) return null;
    all = all && !stays && found?.all !== false;
    values.set(hole.n, found?.text ?? value);
  }
  return { text: put(one.to, values, f.language), all };
}

// The format with the most letters that leaves nothing English, else the first.
function byFormat(f: Formats, text: string, depth: number): Found | null {
  let first: Found | null = null;
  for (const list of [f.begun.get(text.slice(0, begin)) ?? [], f.open])
    for (const one of list) {
      const found = fit(f, one, text, depth);
      if (found?.all) return found;
      first ??= found;
    }
  return first;
}

// "what we did: what happened", from the outside in. Either may be a name.
function byFrames(f: Formats, text: string, depth: number): Found | null {
  let first: Found | null = null;
  for (let at = text.indexOf(": "); at >= 0; at = text.indexOf(": ", at + 2)) {
    const [outer, inner] = [text.slice(0, at), text.slice(at + 2)];
    const happened = find(f, inner, depth + 1);
    const doing = find(f, outer, depth + 1);
    if (!happened && !doing) continue;
    const colon = f.language === "fr" ? " : " : ": ";
    const all = [[outer, doing] as const, [inner, happened] as const].every(([en, to]) => to?.all ?? !isProse(en));
    const found = { text: (doing?.text ?? outer) + colon + (happened?.text ?? inner), all };
    if (all) return found;
    first ??= found;
  }
  return first;
}

// Sentences one behind the other.
function bySentences(f: Formats, text: string, depth: number): Found | null {
  const parts = text.split(/(?<=[.;,]) (?=\S)/u);
  if (parts.length < 2) return null;
  for (let n = parts.length - 1; n > 0; n--) {
    const head = find(f, parts.slice(0, n).join(" "), depth + 2) ?? find(f, parts.slice(0, n).join(" ").replace(/[;,]$/, ""), depth + 2);
    const tail = head === null ? null : find(f, parts.slice(n).join(" "), depth + 1);
    if (head && tail) {
      const mark = /[;,]$/.exec(parts[n - 1]!)?.[0] ?? "";
      const kept = mark && !head.text.endsWith(mark) ? (f.language === "fr" && mark === ";" ? " ;" : mark) : "";
      return { text: `${head.text}${kept} ${tail.text}`, all: head.all && tail.all };
    }
  }
  return null;
}

function search(f: Formats, text: string, depth: number): Found | null {
  const whole = f.whole.get(text);
  if (whole !== undefined) return { text: whole, all: true };
  if (depth > deepest || !/\p{L}{2}/u.test(text)) return null;
  let best: Found | null = null;
  for (const way of [byFormat, byFrames, bySentences]) {
    const found = way(f, text, depth);
    if (found?.all) return found;
    best ??= found;
  }
  return best;
}

function find(f: Formats, text: string, depth: number): Found | null {
  const bare = text.trim();
  let found = f.parts.get(bare);
  if (found === undefined) {
    if (f.steps <= 0) return null;
    f.steps--;
    found = search(f, bare, depth);
    if (found || depth < deepest - 1) f.parts.set(bare, found); // deeper it was not looked at whole
  }
  return found && bare !== text ? { ...found, text: text.replace(bare, () => found.text) } : found;
}

export function translated(f: Formats, text: string): Said {
  const known = f.known.get(text);
  if (known) return known;
  f.steps = mostSteps;
  f.parts.clear();
  const found = text.length > longestText ? null : find(f, text, 0);
  const told = found && f.language === "fr" ? spaced(found.text) : found?.text;
  const said: Said = told === undefined ? { text, lang: "en" } : { text: told, lang: undefined };
  if (f.known.size >= knownMost) f.known.clear();
  f.known.set(text, said);
  return said;
}
