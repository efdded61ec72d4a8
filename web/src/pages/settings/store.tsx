// Where the vault's packs are kept, and moving them.
import { Fragment, type JSX } from "preact";
import { useState } from "preact/hooks";
import { ask } from "../../api/client";
import { useAsk, useDoing } from "../../api/use";
import { roles } from "../../app/roles";
import { may, me } from "../../app/session";
import { Badge, Button, Card, Facts, Loading, Said } from "../../components/basics";
import type { IconName } from "../../components/icon";
import type { Check } from "../../api/types";
import { Findings } from "../connectors/parts";
import { ErrorMessage, Message } from "../../components/message";
import { settings, store as w } from "../../words/setup";
import { number, size, t, type Text } from "../../words/words";
import { Moving } from "./store-moving";
import { StorePlace, type Way } from "./store-place";
import { beingLeft, inUse, type Store } from "./store-state";
import { SettingsFrame } from "./tabs";
import { Values } from "./things";

interface Stats {
  messages: number;
  copies: number;
  records: number;
  stored_bytes: number;
  store_bytes: number;
}

const states = { "in use": w.inUse, "being left": w.leaving, "being left, copies stay": w.leavingKept };

export default function StorePage(): JSX.Element {
  const asked = useAsk<Store>("/store");
  const stats = useAsk<Stats>("/vault");
  const [way, setWay] = useState<Way | null>(null);
  const one = asked.data;
  const owner = may(me(), [roles.owner]);
  const used = one !== null && inUse(one) !== null;
  const open = (to: Way, title: Text, icon: IconName) => (
    <Button icon={icon} onClick={() => setWay(to)}>
      {t(title)}
    </Button>
  );
  return (
    <SettingsFrame to="/settings/store" text={t(w.text)}>
      <ErrorMessage error={asked.error} retry={asked.reload} />
      {one === null ? asked.loading ? <Loading /> : null : (
        <Card
          title={t(settings.store)}
          actions={
            owner ? (
              <div class="actions">
                {used ? open("change", w.change, "edit") : null}
                {used && beingLeft(one) === null ? open("move", w.moveElsewhere, "right") : null}
                {one.stores.length === 0 ? open("first", w.set, "add") : null}
              </div>
            ) : null
          }
        >
          {one.stores.length === 0 ? <p>{t(w.local)}</p> : <InStore store={one} reload={asked.reload} owner={owner} />}
        </Card>
      )}
      <Vault stats={stats.data} owner={owner} />
      <ErrorMessage error={stats.error} retry={stats.reload} />
      {way !== null && one ? (
        <StorePlace
          way={way}
          store={one}
          onEnd={(changed) => {
            setWay(null);
            if (changed) asked.reload();
          }}
        />
      ) : null}
    </SettingsFrame>
  );
}

function InStore({ store, reload, owner }: { store: Store; reload: () => void; owner: boolean }): JSX.Element {
  const [checked, setChecked] = useState<Check | null>(null);
  const doing = useDoing();
  return (
    <>
      {store.stores.map((one, i) => (
        <Fragment key={one.store}>
          <Facts
            list={[
              [t(settings.kind), one.kind],
              [t(settings.state), <Badge tone={one.error ? "bad" : one.state === "in use" ? "good" : "info"}>{t(states[one.state])}</Badge>],
              [t(w.files), number(one.files)],
              [t(w.bytes), size(one.bytes)],
            ]}
          />
          {i === 0 && store.settings ? <Values values={store.settings} /> : null}
          {i + 1 < store.stores.length ? <hr /> : null}
        </Fragment>
      ))}
      <Moving store={store} reload={reload} owner={owner} />
      {owner ? (
        <div class="actions">
          <Button
            icon="check"
            busy={doing.busy}
            onClick={() => doing.run(async (signal) => setChecked((await ask<Check>("POST", "/store/check", { body: {}, signal })).data))}
          >
            {t(settings.check)}
          </Button>
        </div>
      ) : null}
      <ErrorMessage error={doing.error} />
      {checked ? <Findings check={checked} good={settings.allGood} bad={settings.someBad} /> : null}
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
