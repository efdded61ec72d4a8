// Targets: mailboxes outside of the archive.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ask, path } from "../../api/client";
import { useDoing } from "../../api/use";
import { changesConnectors } from "../../app/roles";
import type { PageProps } from "../../app/routes";
import { may, me } from "../../app/session";
import { Badge, Button, Card, Facts, Said, Time, type Tone } from "../../components/basics";
import type { Check } from "../../api/types";
import { redirect } from "../connectors/consent";
import { Findings } from "../connectors/parts";
import { ErrorMessage, Message } from "../../components/message";
import { Confirm } from "../../components/panel";
import { OutLink } from "../../components/rich";
import { Table } from "../../components/table";
import { settings, targets as w } from "../../words/setup";
import { number, t, type Text } from "../../words/words";
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
  consent: string;
  consent_by: string | null;
  consent_given: string | null;
  consent_withdrawn: string | null;
  troubles: { mailbox: string; copies: number; message: number | null; next_try: string | null; reason: string | null }[];
}

const tones: Record<string, Tone> = { ready: "good", waiting: "warn", parked: "bad" };
const consents: Record<string, Text> = {
  "not needed": w.consentNot,
  missing: w.consentMissing,
  "in force": w.consentForce,
  void: w.consentVoid,
  withdrawn: w.consentGone,
};

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
      {checked ? <Findings check={checked} /> : null}
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
  const [link, setLink] = useState<string | null>(null);
  const [taking, setTaking] = useState(false);
  const route = path`/targets/${one.name}/consent`;
  const consent = async (withdraw: boolean) =>
    doing.run(async (signal) => {
      const answer = await ask<{ link: string | null }>("POST", route, { body: withdraw ? { withdraw: true } : { redirect: redirect() }, signal });
      setLink(answer.data.link);
      setTaking(false);
      changed();
    });
  const text = consents[one.consent];
  return (
    <Card title={t(w.consent)}>
      <Facts
        list={[
          [t(settings.state), <Badge tone={one.consent === "in force" ? "good" : "bad"}>{text ? t(text) : one.consent}</Badge>],
          [t(w.consentBy), one.consent_by],
        ]}
      />
      {mine ? (
        <div class="actions">
          <Button busy={doing.busy} onClick={() => consent(false)}>
            {t(w.consentAsk)}
          </Button>
          {one.consent === "in force" ? (
            <Button look="subtle" onClick={() => setTaking(true)}>
              {t(w.consentTake)}
            </Button>
          ) : null}
        </div>
      ) : null}
      {link ? (
        <Message tone="info" live>
          <p>{t(w.consentOpen)}</p>
          <p>
            <OutLink to={link}>{link}</OutLink>
          </p>
        </Message>
      ) : null}
      {taking ? (
        <Confirm title={t(w.consentTake)} action={t(w.consentTake)} danger busy={doing.busy} error={doing.error} onNo={() => setTaking(false)} onYes={() => consent(true)}>
          <p>{t(w.consentTakeText)}</p>
        </Confirm>
      ) : (
        <ErrorMessage error={doing.error} />
      )}
    </Card>
  );
}
