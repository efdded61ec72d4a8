// Where the vault's packs are kept, and moving them.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ask } from "../../api/client";
import { useAsk, useDoing } from "../../api/use";
import { roles } from "../../app/roles";
import { may, me } from "../../app/session";
import { Badge, Button, Card, Facts, Loading, Said } from "../../components/basics";
import { SelectField } from "../../components/field";
import type { Check } from "../../api/types";
import { Findings } from "../connectors/parts";
import { ErrorMessage, Message } from "../../components/message";
import { Confirm, Panel } from "../../components/panel";
import { bodyOf, changesOf, typedOf, type Setting, type SettingValue, type Typed } from "../../components/setup";
import { settings, store as w } from "../../words/setup";
import { app } from "../../words/app";
import { say } from "../../words/say";
import { number, size, t } from "../../words/words";
import { SettingsFrame } from "./tabs";
import { SetupForm, Values } from "./things";

interface Store {
  stores: { store: number; kind: string; state: string; files: number; bytes: number; error: string | null }[];
  waiting_packs?: number;
  waiting_objects?: number;
  to_move?: number;
  to_move_bytes?: number;
  settings?: SettingValue[];
}

interface Stats {
  messages: number;
  copies: number;
  records: number;
  stored_bytes: number;
  store_bytes: number;
}

export default function StorePage(): JSX.Element {
  const asked = useAsk<Store>("/store");
  const stats = useAsk<Stats>("/vault");
  const [editing, setEditing] = useState(false);
  const one = asked.data;
  const owner = may(me(), [roles.owner]);
  return (
    <SettingsFrame to="/settings/store" text={t(w.text)}>
      <ErrorMessage error={asked.error} retry={asked.reload} />
      {one === null ? asked.loading ? <Loading /> : null : (
        <Card
          title={t(settings.store)}
          actions={
            owner ? (
              <Button icon="edit" onClick={() => setEditing(true)}>
                {t(one.stores.length > 0 ? w.change : w.set)}
              </Button>
            ) : null
          }
        >
          {one.stores.length === 0 ? <p>{t(w.local)}</p> : null}
          {one.stores.map((store) => (
            <Facts
              key={store.store}
              list={[
                [t(settings.kind), store.kind],
                [t(settings.state), <Badge tone={store.error ? "bad" : "good"}><Said>{store.state}</Said></Badge>],
                [t(w.files), number(store.files)],
                [t(w.bytes), size(store.bytes)],
                [t(w.error), store.error ? <Said>{store.error}</Said> : null],
              ]}
            />
          ))}
          {one.settings ? <Values values={one.settings} /> : null}
          {one.stores.length > 0 ? <Moving store={one} reload={asked.reload} owner={owner} /> : null}
        </Card>
      )}
      <Vault stats={stats.data} owner={owner} />
      <ErrorMessage error={stats.error} retry={stats.reload} />
      {editing && one ? (
        <Edit
          store={one}
          onEnd={(saved) => {
            setEditing(false);
            if (saved) asked.reload();
          }}
        />
      ) : null}
    </SettingsFrame>
  );
}

function Moving({ store, reload, owner }: { store: Store; reload: () => void; owner: boolean }): JSX.Element {
  const [asking, setAsking] = useState<"to" | "back" | null>(null);
  const [checked, setChecked] = useState<Check | null>(null);
  const doing = useDoing();
  const waiting = (store.waiting_packs ?? 0) + (store.waiting_objects ?? 0);
  const moving = store.to_move ?? 0;
  useEffect(() => {
    if (moving + waiting === 0) return;
    const again = setTimeout(reload, 3000); // how far it is
    return () => clearTimeout(again);
  }, [store]);
  return (
    <>
      <p role="status">
        {moving > 0 ? t(w.moving, { n: moving }) + " (" + size(store.to_move_bytes) + ") " : ""}
        {waiting > 0 ? t(w.waiting, { n: waiting }) : ""}
        {moving + waiting === 0 ? t(w.settled) : ""}
      </p>
      {owner ? (
        <div class="actions">
          <Button
            icon="check"
            busy={doing.busy}
            onClick={() => doing.run(async (signal) => setChecked((await ask<Check>("POST", "/store/check", { body: {}, signal })).data))}
          >
            {t(settings.check)}
          </Button>
          <Button onClick={() => setAsking("to")}>{t(w.moveTo)}</Button>
          <Button onClick={() => setAsking("back")}>{t(w.moveBack)}</Button>
        </div>
      ) : null}
      {asking === null ? <ErrorMessage error={doing.error} /> : null}
      {checked ? <Findings check={checked} /> : null}
      {asking !== null ? (
        <Confirm
          title={t(asking === "to" ? w.moveTo : w.moveBack)}
          action={t(w.move)}
          busy={doing.busy}
          error={doing.error}
          onNo={() => setAsking(null)}
          onYes={async () => {
            const body = asking === "back" ? { back: true } : {}; // not waiting for its end
            if (!(await doing.run((signal) => ask("POST", "/vault/move", { body, signal })))) return;
            setAsking(null);
            reload();
          }}
        >
          <p>{t(w.moveText)}</p>
        </Confirm>
      ) : null}
    </>
  );
}

function Vault({ stats, owner }: { stats: Stats | null; owner: boolean }): JSX.Element | null {
  const doing = useDoing();
  const [found, setFound] = useState<{ findings: { finding: string }[]; records: number; faults: number } | null>(null);
  if (stats === null) return null;
  return (
    <Card title={t(w.vault)}>
      <Facts
        list={[
          [t(w.messages), number(stats.messages)],
          [t(w.copies), number(stats.copies)],
          [t(w.stored), size(stats.stored_bytes)],
          [t(w.inStore), size(stats.store_bytes)],
        ]}
      />
      {owner ? (
        <>
          <p class="quiet">{t(w.checkText)}</p>
          <div class="actions">
            <Button
              icon="shield"
              busy={doing.busy}
              onClick={() => doing.run(async (signal) => setFound((await ask<NonNullable<typeof found>>("POST", "/vault/check", { body: {}, signal })).data))}
            >
              {t(w.checkVault)}
            </Button>
          </div>
          <ErrorMessage error={doing.error} />
          {found ? (
            <Message tone={found.faults > 0 ? "bad" : "good"} live title={found.faults > 0 ? t(w.faults, { n: found.faults }) : t(w.sound, { n: found.records })}>
              {found.findings.slice(0, 100).map((one, i) => (
                <p key={i}>
                  <Said>{one.finding}</Said>
                </p>
              ))}
            </Message>
          ) : null}
        </>
      ) : null}
    </Card>
  );
}

function Edit({ store, onEnd }: { store: Store; onEnd: (saved: boolean) => void }): JSX.Element {
  const used = store.stores.find((one) => one.state === "in use") ?? null;
  const kinds = useAsk<{ kinds: { kind: string; title: string }[] }>("/store/kinds");
  const [chosen, setChosen] = useState(used?.kind ?? "");
  const name = chosen || kinds.data?.kinds[0]?.kind || "";
  const kind = useAsk<{ settings: Setting[] }>(name ? "/store/kinds?kind=" + encodeURIComponent(name) : null);
  const same = used !== null && used.kind === name;
  const before = same ? typedOf(store.settings ?? []) : {};
  const [typed, setTyped] = useState<Typed>(before);
  const doing = useDoing();
  const save = async () => {
    if (kind.data === null) return;
    const body = { ...(same ? {} : { kind: name }), ...bodyOf(changesOf(kind.data.settings, before, typed)) };
    if (await doing.run((signal) => ask("PUT", "/store", { body, signal }))) onEnd(true);
  };
  return (
    <Panel title={t(used ? w.change : w.set)} onClose={() => onEnd(false)}>
      <ErrorMessage error={kinds.error} retry={kinds.reload} />
      <SetupForm of={name} kind={kind.data} error={kind.error} typed={typed} kept={same} onInput={setTyped} doing={doing} action={t(app.save)} onDo={save} onCancel={() => onEnd(false)}>
        <SelectField
          label={t(settings.kind)}
          value={name}
          options={(kinds.data?.kinds ?? []).map((one) => [one.kind, say(one.title)])}
          onInput={(to) => {
            setChosen(to);
            setTyped({});
          }}
        />
      </SetupForm>
    </Panel>
  );
}
