// Words in three languages. Every text of the portal is a tuple of English,
// Swedish and French, so the compiler refuses one that is not translated:
//
//   const w = words({ runs: ["{n} {n?run|runs}", "...", "..."] });
//   t(w.runs, { n: 3 })          "3 runs"
//
// {name} is a value: a number is written as the language writes it. {n?a|b}
// takes a or b as the language's plural rules say of n (French has 0 in
// the singular).
import { spaced } from "./french";

export const languages = ["en", "sv", "fr"] as const;
export type Language = (typeof languages)[number];
export type Text = readonly [en: string, sv: string, fr: string];
export type Values = Record<string, string | number>;

export function words<T extends Record<string, Text>>(table: T): T {
  return table;
}

const kept = "estreat.language";
let current: Language = first();
const listeners = new Set<() => void>();

function isLanguage(value: unknown): value is Language {
  return languages.includes(value as Language);
}

// What was chosen here, else what the browser asks for, else English.
function first(): Language {
  const chosen = localStorage.getItem(kept);
  if (isLanguage(chosen)) return chosen;
  for (const tag of navigator.languages) {
    const short = tag.slice(0, 2).toLowerCase();
    if (isLanguage(short)) return short;
  }
  return "en";
}

export function language(): Language {
  return current;
}

export function setLanguage(to: string): void {
  if (!isLanguage(to) || to === current) return;
  current = to;
  localStorage.setItem(kept, to);
  document.documentElement.lang = to;
  tellLanguage();
}

// Have everything written anew: there are more words than before.
export function tellLanguage(): void {
  listeners.forEach((tell) => tell());
}

export function onLanguage(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

export function t(text: Text, values: Values = {}): string {
  const said = fill(text[languages.indexOf(current)] ?? text[0], values);
  return current === "fr" ? spaced(said) : said;
}

function fill(pattern: string, values: Values): string {
  return pattern.replace(/\{(\w+)(?:\?([^}]*))?\}/g, (whole, name: string, forms?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (forms !== undefined) {
      const [one = "", other = one] = forms.split("|");
      return new Intl.PluralRules(locale()).select(Number(value)) === "one" ? one : other;
    }
    return typeof value === "number" ? number(value) : value;
  });
}

// --- numbers and times -----------------------------------------------------

// English dates in the order that cannot be mistaken: day, month's name, year.
export function locale(): string {
  return { en: "en-GB", sv: "sv-SE", fr: "fr-FR" }[current];
}

export function number(n: number): string {
  return new Intl.NumberFormat(locale()).format(n);
}

export function percent(part: number): string {
  return new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 1 }).format(part);
}

const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

export function size(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined) return "–";
  let unit = 0;
  while (bytes >= 1000 && unit < units.length - 1) {
    bytes /= 1000;
    unit++;
  }
  return new Intl.NumberFormat(locale(), {
    style: "unit",
    unit: units[unit],
    unitDisplay: "short",
    maximumFractionDigits: bytes < 10 && unit > 0 ? 1 : 0,
  }).format(bytes);
}

type Time = string | number | null | undefined;

function made(time: Time): Date | null {
  if (time === null || time === undefined || time === "") return null;
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? null : date;
}

// In the time zone of whoever looks; the exact one in UTC is utc().
export function when(time: Time): string {
  const date = made(time);
  if (date === null) return "–";
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }).format(date);
}

export function day(time: Time): string {
  const date = made(time);
  return date === null ? "–" : new Intl.DateTimeFormat(locale(), { dateStyle: "medium" }).format(date);
}

export function utc(time: Time): string {
  const date = made(time);
  return date === null ? "" : date.toISOString().replace("T", " ").replace(/\.\d+Z$/, " UTC");
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

// "in 3 hours", "5 minutes ago"
export function relative(time: Time, now = Date.now()): string {
  const date = made(time);
  if (date === null) return "–";
  const seconds = (date.getTime() - now) / 1000;
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  for (const [unit, length] of steps)
    if (Math.abs(seconds) >= length || unit === "second") return format.format(Math.round(seconds / length), unit);
  return "";
}

// "2 min 5 s"
export function duration(seconds: number): string {
  const part = (n: number, unit: string) =>
    new Intl.NumberFormat(locale(), { style: "unit", unit, unitDisplay: "short" }).format(n);
  const whole = Math.max(0, Math.round(seconds));
  const list = [
    [Math.floor(whole / 3600), "hour"],
    [Math.floor((whole % 3600) / 60), "minute"],
    [whole % 60, "second"],
  ] as const;
  const first = list.findIndex(([n]) => n > 0);
  if (first < 0) return part(0, "second");
  return list
    .slice(first, first + 2)
    .filter(([n]) => n > 0)
    .map(([n, unit]) => part(n, unit))
    .join(" ");
}
