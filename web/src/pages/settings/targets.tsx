// Targets: mailboxes outside of the archive.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ask, path } from "../../api/client";
import { useDoing } from "../../api/use";
import { changesConnectors } from "../../app/roles";
import type { PageProps } from "../../app/routes";
import { may, me } from "../../app/session";
import { Badge, Button, Card, Said, Time, type Tone } from "../../components/basics";
import type { Check } from "../../api/types";
import { ConsentStep } from "../connectors/consent";
import { Findings } from "../connectors/parts";
import { ErrorMessage, Message } from "../../components/message";
import { Confirm } from "../../components/panel";
import { Table } from "../../components/table";
import { settings, targets as w } from "../../words/setup";
import { number, t } from "../../words/words";
import { SettingsFrame } from "./tabs";
import { Things, type Thing, type ThingShown } from "./things";

interface Target extends Thing {
  state: string;
  waiting: number;
  refused: number;
  next_try: string | null;
  reason: string | null;
}

interface TargetShown extends Target, ThingShown {
  consent: string; // how it stands
  troubles: { mailbox: string; copies: number; message: number | null; next_try: string | null; reason: string | null }[];
}

const tones: Record<string, Tone> = { ready: "good", waiting: "warn", parked: "bad" };

export default function TargetsPage({ query }: PageProps): JSX.Element {
  const state = (row: Target) => (
    <Badge tone={tones[row.state] ?? "quiet"}>
      <Said>{row.state}</Said>
    </Badge>
  );
  return (
    <SettingsFrame to="/settings/targets" text={t(w.text)}>
      <Things<Target, TargetShown>
        open={query.get("open")}
        sort={{
          route: "/targets",
          list: "targets",
          kinds: null,
          kindRoute: (kind) => "/target-kinds" + (kind === null ? "" : "?kind=" + encodeURIComponent(kind)),
          titles: { one: t(w.one), add: t(w.addTitle), none: t(settings.none), noneText: t(w.noneText), removeText: t(w.removeText) },
          mayChange: may(me(), changesConnectors),
          columns: [
            { name: "name", title: t(settings.name), value: (row) => row.name, cell: (row) => row.name },
            { name: "kind", title: t(settings.kind), value: (row) => row.kind, cell: (row) => row.kind, wide: true },
            { name: "state", title: t(settings.state), value: (row) => row.state, cell: state },
            { name: "waiting", title: t(w.waiting), value: (row) => row.waiting, cell: (row) => number(row.waiting), number: true },
            { name: "refused", title: t(w.refused), value: (row) => row.refused, cell: (row) => number(row.refused), number: true },
          ],
          facts: (one) => [
            [t(settings.state), state(one)],
            [t(w.waiting), number(one.waiting)],
            [t(w.refused), number(one.refused)],
            [t(settings.nextTry), <Time at={one.next_try} />],
            [t(settings.reason), one.reason ? <Said>{one.reason}</Said> : null],
          ],
          more: (one, changed) => <More key={one.name} one={one} changed={changed} />,
        }}
      />
    </SettingsFrame>
  );
}

function More({ one, changed }: { one: TargetShown; changed: () => void }): JSX.Element {
  const doing = useDoing();
  const [checked, setChecked] = useState<Check | null>(null);
  const [retried, setRetried] = useState<{ retried: number; open: number } | null>(null);
  const route = path`/targets/${one.name}`;
  const mine = may(me(), changesConnectors);
  return (
    <>
      {mine ? (
        <div class="actions">
          <Button
            icon="check"
            busy={doing.busy}
            onClick={() => doing.run(async (signal) => setChecked((await ask<Check>("POST", route + "/check", { body: {}, signal })).data))}
          >
            {t(settings.check)}
          </Button>
          {one.waiting + one.refused > 0 ? (
            <Button
              icon="refresh"
              busy={doing.busy}
              onClick={() =>
                doing.run(async (signal) => {
                  setRetried((await ask<{ retried: number; open: number }>("POST", route + "/retry", { body: {}, signal })).data);
                  changed();
                })
              }
            >
              {t(w.retry)}
            </Button>
          ) : null}
        </div>
      ) : null}
      <ErrorMessage error={doing.error} />
      {checked ? <Findings check={checked} good={settings.allGood} bad={settings.someBad} /> : null}
      {retried ? (
        <Message tone="info" live>
          {t(w.retried, { n: retried.retried, open: retried.open })}
        </Message>
      ) : null}
      {one.consent !== "not needed" ? <Consent one={one} changed={changed} mine={mine} /> : null}
      {one.troubles.length > 0 ? (
        <Card title={t(w.troubles)}>
          <Table
            caption={t(w.troubles)}
            rows={one.troubles.map((row, i) => ({ ...row, i }))}
            rowKey={(row) => row.i}
            empty={null}
            columns={[
              { name: "mailbox", title: t(w.mailbox), value: (row) => row.mailbox, cell: (row) => row.mailbox },
              { name: "copies", title: t(w.copies), value: (row) => row.copies, cell: (row) => number(row.copies), number: true },
              { name: "reason", title: t(settings.reason), value: (row) => row.reason, cell: (row) => <Said>{row.reason}</Said> },
            ]}
          />
        </Card>
      ) : null}
    </>
  );
}

function Consent({ one, changed, mine }: { one: TargetShown; changed: () => void; mine: boolean }): JSX.Element {
  const doing = useDoing();
  const [taking, setTaking] = useState(false);
  const withdraw = () =>
    doing.run(async (signal) => {
      await ask("POST", path`/targets/${one.name}/consent`, { body: { withdraw: true }, signal });
      setTaking(false);
      changed();
    });
  return (
    <Card title={t(w.consent)}>
      <ConsentStep key={one.consent} target={one.name} onChanged={changed} />
      {mine && one.consent === "in force" ? (
        <div class="actions">
          <Button look="subtle" onClick={() => setTaking(true)}>
            {t(w.consentTake)}
          </Button>
        </div>
      ) : null}
      {taking ? (
        <Confirm title={t(w.consentTake)} action={t(w.consentTake)} danger busy={doing.busy} error={doing.error} onNo={() => setTaking(false)} onYes={withdraw}>
          <p>{t(w.consentTakeText)}</p>
        </Confirm>
      ) : (
        <ErrorMessage error={doing.error} />
      )}
    </Card>
  );
}
