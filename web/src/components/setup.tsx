// The settings of a thing that is set up by names and values: a connector, a
// target, a directory, a channel, the store. Fields come from what its kind
// says (`KIND kinds`), so one that is new needs no page.
//
// A secret is never shown: left empty it stays as it is. What is emptied is
// taken away.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { setup as w } from "../words/setup";
import { settingWords } from "../words/settings";
import { t } from "../words/words";
import { Rich } from "./rich";
import { Said } from "./basics";
import { CheckField, SecretField, TextField } from "./field";

export interface Setting {
  name: string;
  required: boolean;
  required_when: string | null;
  secret: boolean;
  default: string | null;
  help: string;
}

export interface SettingValue {
  name: string;
  value: string | null; // null: a secret
  secret: boolean;
  default: boolean; // nobody set it
}

export type Typed = Record<string, string>;

// What stands in the fields at first.
export function typedOf(values: SettingValue[]): Typed {
  const typed: Typed = {};
  for (const one of values) if (!one.secret && !one.default && one.value !== null) typed[one.name] = one.value;
  return typed;
}

export interface Changes {
  set: Record<string, string | null>;
  secret: Record<string, string>;
}

export function changesOf(settings: Setting[], before: Typed, typed: Typed): Changes {
  const changes: Changes = { set: {}, secret: {} };
  for (const one of settings) {
    const now = (typed[one.name] ?? "").trim();
    if (one.secret && now !== "") changes.secret[one.name] = now;
    else if (!one.secret && now !== (before[one.name] ?? "")) changes.set[one.name] = now === "" ? null : now;
  }
  return changes;
}

// For a body: without what is empty.
export function bodyOf(changes: Changes): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  if (Object.keys(changes.set).length > 0) body["set"] = changes.set;
  if (Object.keys(changes.secret).length > 0) body["secret"] = changes.secret;
  return body;
}

// "auth=plain": does it hold for what is typed (or what holds by default)?
function holds(condition: string | null, settings: Setting[], typed: Typed): boolean {
  const [name, value] = (condition ?? "").split("=");
  if (!name || value === undefined) return false;
  const now = typed[name] || settings.find((one) => one.name === name)?.default || "";
  return now === value;
}

export function isRequired(one: Setting, settings: Setting[], typed: Typed): boolean {
  return one.required || holds(one.required_when, settings, typed);
}

// The first that must have a value and has none. kept: secrets that are there.
export function lacking(settings: Setting[], typed: Typed, kept: boolean): Setting | null {
  return (
    settings.find((one) => isRequired(one, settings, typed) && !(kept && one.secret) && (typed[one.name] ?? "").trim() === "" && one.default === null) ?? null
  );
}

const yesNo = (one: Setting) => one.default === "yes" || one.default === "no";

// of: the kind's name, by which words of our own are found.
export function SetupFields(p: { of: string; settings: Setting[]; typed: Typed; kept: boolean; onInput: (typed: Typed) => void }): JSX.Element {
  const [given] = useState(p.typed); // a field must not move away from under who types in it
  const must = p.settings.filter((one) => isRequired(one, p.settings, p.typed) || (given[one.name] ?? "") !== "");
  const rest = p.settings.filter((one) => !must.includes(one));
  const fields = (list: Setting[]) =>
    list.map((one) => <SetupField key={one.name} {...p} one={one} value={p.typed[one.name] ?? ""} onValue={(to) => p.onInput({ ...p.typed, [one.name]: to })} />);
  return (
    <div class="fields">
      {fields(must)}
      {rest.length > 0 ? (
        <details>
          <summary>{t(w.more, { n: rest.length })}</summary>
          <div class="fields inner">{fields(rest)}</div>
        </details>
      ) : null}
    </div>
  );
}

function SetupField(p: { of: string; one: Setting; settings: Setting[]; typed: Typed; kept: boolean; value: string; onValue: (value: string) => void }): JSX.Element {
  const { one } = p;
  const words = settingWords(p.of, one.name);
  const help = words?.help ? <Rich text={t(words.help)} /> : <Said>{one.help}</Said>;
  const label = words ? t(words.label) : one.name;
  if (yesNo(one))
    return (
      <CheckField label={label} help={help} value={(p.value || one.default) === "yes"} onInput={(on) => p.onValue(on ? "yes" : "no")} />
    );
  const around = { label, help, required: isRequired(one, p.settings, p.typed), value: p.value, onInput: p.onValue };
  if (one.secret) return <SecretField {...around} required={around.required && !p.kept} placeholder={p.kept ? t(w.kept) : ""} autocomplete="off" />;
  return <TextField {...around} placeholder={one.default ?? ""} />;
}
