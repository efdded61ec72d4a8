// A place for the vault's packs: chosen, filled in, tried, and then taken: the
// first store, other values of the one in use, or where everything moves to.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ask } from "../../api/client";
import type { Check } from "../../api/types";
import { useAsk, useDoing } from "../../api/use";
import { CheckField, SelectField } from "../../components/field";
import { ErrorMessage } from "../../components/message";
import { Panel } from "../../components/panel";
import { bodyOf, changesOf, typedOf, type Setting, type Typed } from "../../components/setup";
import { settings, store as w } from "../../words/setup";
import { app } from "../../words/app";
import { say } from "../../words/say";
import { t } from "../../words/words";
import { Findings } from "../connectors/parts";
import { inUse, type Store } from "./store-state";
import { SetupForm } from "./things";

export type Way = "first" | "change" | "move";

const titles = { first: w.set, change: w.change, move: w.moveElsewhere };
const local = "local"; // as `vault move --to` calls this machine's disk

export function StorePlace({ way, store, onEnd }: { way: Way; store: Store; onEnd: (changed: boolean) => void }): JSX.Element {
  const used = inUse(store);
  const kinds = useAsk<{ kinds: { kind: string; title: string }[] }>("/store/kinds");
  const options: [string, string][] = (kinds.data?.kinds ?? []).map((one) => [one.kind, say(one.title)]);
  if (way === "move") options.push([local, t(w.thisMachine)]);
  const [chosen, setChosen] = useState("");
  const name = way === "change" ? (used?.kind ?? "") : chosen || (options[0]?.[0] ?? "");
  const described = useAsk<{ settings: Setting[] }>(name && name !== local ? "/store/kinds?kind=" + encodeURIComponent(name) : null);
  const kind = name === local ? { settings: [] } : described.data;
  const before = way === "change" ? typedOf(store.settings ?? []) : {};
  const [typed, setTyped] = useState<Typed>(before);
  const [keep, setKeep] = useState(false);
  const [found, setFound] = useState<Check | null>(null);
  const doing = useDoing();
  const trying = useDoing();
  const values = () => bodyOf(changesOf(kind?.settings ?? [], before, typed));

  const change = (to: Typed) => {
    setTyped(to);
    setFound(null);
  };
  const check = () => {
    const body = { ...(way === "change" ? {} : { kind: name }), ...values() };
    setFound(null);
    void trying.run(async (signal) => setFound((await ask<Check>("POST", "/store/check", { body, signal })).data));
  };
  const take = async () => {
    const done = await doing.run((signal) =>
      way === "move"
        ? ask("POST", "/vault/move", { body: { to: name, keep, wait: false, ...values() }, signal })
        : ask("PUT", "/store", { body: { ...(way === "first" ? { kind: name } : {}), ...values() }, signal }),
    );
    if (done) onEnd(true);
  };

  return (
    <Panel title={t(titles[way])} onClose={() => onEnd(false)}>
      <ErrorMessage error={kinds.error} retry={kinds.reload} />
      <SetupForm
        of={name}
        kind={kind}
        error={described.error}
        typed={typed}
        kept={way === "change"}
        onInput={change}
        doing={doing}
        action={t(way === "move" ? w.move : app.save)}
        onDo={() => void take()}
        onCancel={() => onEnd(false)}
        {...(name === local ? {} : { check: { busy: trying.busy, onDo: check } })}
        below={
          <>
            {way === "move" ? <CheckField label={t(w.keep)} help={t(w.keepHelp)} value={keep} onInput={setKeep} /> : null}
            <ErrorMessage error={trying.error} />
            {found ? <Findings check={found} good={settings.allGood} bad={settings.someBad} /> : null}
          </>
        }
      >
        {way === "move" ? <p>{t(w.moveText)}</p> : null}
        {way === "change" ? null : (
          <SelectField
            label={t(settings.kind)}
            value={name}
            options={options}
            onInput={(to) => {
              setChosen(to);
              change({});
            }}
          />
        )}
      </SetupForm>
    </Panel>
  );
}
