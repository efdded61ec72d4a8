// The form made from a source's settings (`source show`): labels and choices
// from words/settings.ts, what is required and what holds otherwise from the
// server. Values are texts; one that is empty is not set.
import type { JSX } from "preact";
import type { Setting, ShownSetting } from "../../api/types";
import { SecretField, SelectField, TextField } from "../../components/field";
import { Rich } from "../../components/rich";
import { flyout, wizard as w } from "../../words/connectors";
import { settingWords } from "../../words/settings";
import { t } from "../../words/words";

export type Values = Record<string, string>;
export type Group = "sign-in" | "more" | "addresses";

// "auth=s2s/code": does it hold for these values?
export function holds(condition: string | null | undefined, values: Values, settings: Setting[]): boolean {
  if (!condition) return true;
  const [name = "", wanted = ""] = condition.split("=");
  const value = values[name] || settings.find((one) => one.name === name)?.default || "";
  return wanted.split("/").includes(value);
}

function shown(of: string, setting: Setting, values: Values, settings: Setting[]): boolean {
  if (setting.name === "header.NAME") return false; // any name: by the command line
  const only = settingWords(of, setting.name)?.only;
  return holds(only, values, settings) && (setting.required_when === null || holds(setting.required_when, values, settings));
}

export function required(setting: Setting, values: Values, settings: Setting[]): boolean {
  return setting.required || (setting.required_when !== null && holds(setting.required_when, values, settings));
}

export function groupOf(of: string, setting: Setting): Group {
  return settingWords(of, setting.name)?.group ?? (setting.secret || setting.required ? "sign-in" : "more");
}

// What is set of a connector that is there already.
export function valuesOf(settings: ShownSetting[]): Values {
  const values: Values = {};
  for (const one of settings) if (!one.secret && !one.default && one.value !== null) values[one.name] = one.value;
  return values;
}

// What a person has to fill in before it can be saved. kept: secrets that the
// server has already.
export function missing(of: string, settings: Setting[], values: Values, secrets: Values, kept: ReadonlySet<string>): string[] {
  return settings
    .filter((one) => shown(of, one, values, settings) && required(one, values, settings))
    .filter((one) => (one.secret ? !secrets[one.name] && !kept.has(one.name) : !values[one.name] && one.default === null))
    .map((one) => one.name);
}

// Only what is shown goes to the server; a setting emptied is taken away.
export function toSend(of: string, settings: Setting[], values: Values, secrets: Values, before: ShownSetting[] | null) {
  const set: Record<string, string | null> = {};
  const secret: Values = {};
  for (const one of settings) {
    const visible = shown(of, one, values, settings);
    if (one.secret) {
      if (visible && secrets[one.name]) secret[one.name] = secrets[one.name] ?? "";
      continue;
    }
    const value = visible ? (values[one.name] ?? "").trim() : "";
    const was = before?.find((other) => other.name === one.name && !other.default)?.value ?? "";
    if (value !== "" && value !== was) set[one.name] = value;
    else if (value === "" && was !== "" && before !== null) set[one.name] = null;
  }
  return { set, secret };
}

const dates = new Set(["since", "secret-expires"]);

export interface FormProps {
  of: string; // the source's name
  settings: Setting[];
  group: Group;
  values: Values;
  secrets: Values;
  kept: ReadonlySet<string>;
  wrong: ReadonlySet<string>; // names to be filled in
  targets: string[];
  onValue: (name: string, value: string) => void;
  onSecret: (name: string, value: string) => void;
}

export function SettingsForm(p: FormProps): JSX.Element {
  return (
    <div class="fields">
      {p.settings
        .filter((one) => groupOf(p.of, one) === p.group && shown(p.of, one, p.values, p.settings))
        .map((one) => (
          <One key={one.name} {...p} setting={one} />
        ))}
    </div>
  );
}

function One(p: FormProps & { setting: Setting }): JSX.Element {
  const { setting } = p;
  const words = settingWords(p.of, setting.name);
  const must = required(setting, p.values, p.settings);
  const common = {
    label: words ? t(words.label) : setting.name,
    help: words?.help ? <Rich text={t(words.help)} /> : words ? undefined : setting.help,
    helpLang: words ? undefined : "en",
    required: must && !p.kept.has(setting.name),
    error: p.wrong.has(setting.name) ? t(w.missing) : null,
  };
  if (setting.secret) {
    const kept = p.kept.has(setting.name);
    return (
      <SecretField
        {...common}
        help={
          <>
            {common.help} {kept ? t(flyout.keepSecret) : null}
          </>
        }
        value={p.secrets[setting.name] ?? ""}
        onInput={(value) => p.onSecret(setting.name, value.trim())}
        autocomplete="off"
      />
    );
  }
  const value = p.values[setting.name] ?? "";
  const change = (to: string) => p.onValue(setting.name, to);
  if (setting.name === "target")
    return (
      <SelectField
        {...common}
        value={value || setting.default || "embedded"}
        onInput={change}
        options={[["embedded", t(flyout.embedded)], ...p.targets.map((name): [string, string] => [name, name])]}
      />
    );
  if (words?.choices) return <Choice common={common} setting={setting} value={value} choices={words.choices} other={words.other ?? false} onInput={change} />;
  return (
    <TextField
      {...common}
      type={dates.has(setting.name) ? "date" : "text"}
      value={value}
      placeholder={setting.default ?? ""}
      onInput={change}
    />
  );
}

const otherValue = "\0other";

function Choice(p: {
  common: { label: string; help?: JSX.Element | string | undefined; required: boolean; error: string | null };
  setting: Setting;
  value: string;
  choices: [string, readonly [string, string, string]][];
  other: boolean;
  onInput: (value: string) => void;
}): JSX.Element {
  const value = p.value || p.setting.default || "";
  const known = p.choices.some(([one]) => one === value);
  const options: [string, string][] = p.choices.map(([one, title]) => [one, t(title)]);
  if (!known && !p.other && value !== "") options.push([value, value]);
  if (p.other) options.push([otherValue, t(w.other)]);
  return (
    <>
      <SelectField
        {...p.common}
        value={known ? value : p.other ? otherValue : value}
        options={options}
        onInput={(to) => p.onInput(to === otherValue ? "daily 06:00" : to)}
      />
      {!known && p.other ? <TextField label={t(w.otherValue, { label: p.common.label })} value={p.value} onInput={p.onInput} /> : null}
    </>
  );
}
