// Home: is everything captured? What needs a person, the last runs' sums, what
// sources will delete soon, what is in the archive (verb `status`).
import type { ComponentChildren, JSX } from "preact";
import { useEvent } from "../api/events";
import { useAsk } from "../api/use";
import { changesConnectors, roles, seesConfiguration } from "../app/roles";
import { may, me } from "../app/session";
import { Badge, Card, Empty, LinkButton, Loading, PageHead, Said, Time, type Tone } from "../components/basics";
import { Columns } from "../components/chart";
import { Icon, type IconName } from "../components/icon";
import { ErrorMessage, Message } from "../components/message";
import { Rich } from "../components/rich";
import { Table } from "../components/table";
import { app } from "../words/app";
import { list, sums } from "../words/connectors";
import { home as w } from "../words/home";
import { settings } from "../words/setup";
import { day, number, size, t, when, type Text } from "../words/words";
import { ConnectorState, CopiesBar, State, SumsBar } from "./connectors/parts";
import type { Connector, Sums } from "../api/types";

interface Status {
  time: string;
  served: boolean;
  attention: { severity: string; rule: string; title: string; subject: string | null; text: string }[];
  connectors: (Connector & Sums & { late_seconds: number; error: string | null; closed: boolean | null })[];
  reasons?: { connector: string; state: string; count: number; reason: string }[];
  losses?: { connector: string; passed: number; within_day: number; within_three_days: number; within_week: number; soonest: string | null }[];
  targets?: { name: string; kind: string; state: string; consent: string; waiting: number; refused: number; reason: string | null }[];
  expiries?: { subject: string; what: string; expires: string; days_left: number }[];
  days?: { day: string; messages: number; copies: number; failed: number; expired: number }[];
  disks?: { name: string; size: number; free: number; used_percent: number }[];
  messages: number;
  copies: number;
  quarantine: number;
  unmapped_accounts: number;
  counted: string | null;
  stored_bytes: number;
}

export default function HomePage(): JSX.Element {
  const session = me();
  const sees = may(session, seesConfiguration);
  const status = useAsk<Status>(sees ? "/status" : null);
  useEvent("connector", status.reload);
  useEvent("alert", status.reload);
  if (!sees)
    return (
      <>
        <PageHead title={t(w.welcome, { name: session.name || session.user })} />
        <p>{t(session.roles.length > 0 ? w.welcomeText : w.noRoles)}</p>
      </>
    );
  return (
    <>
      <PageHead title={t(app.home)} />
      <ErrorMessage error={status.error} retry={status.reload} />
      {status.data ? <Shown status={status.data} /> : status.loading ? <Loading /> : null}
    </>
  );
}

function Shown({ status }: { status: Status }): JSX.Element {
  if (status.connectors.length === 0)
    return (
      <Card>
        <Empty
          icon="connectors"
          title={t(w.nothing)}
          text={t(w.nothingText)}
          action={may(me(), changesConnectors) ? <LinkButton look="primary" to="/connectors/overview">{t(list.toOverview)}</LinkButton> : null}
        />
      </Card>
    );
  const total = totalOf(status);
  // Counted now and then: nothing is known yet of what the last run brought.
  const old = status.connectors.some((one) => one.last_ended !== null && (status.counted ?? "") < one.last_ended);
  const counted = (n: number) => (old && n === 0 ? "–" : number(n));
  return (
    <>
      <Verdict status={status} />
      {status.served ? null : (
        <Message tone="bad">
          <p>
            <Rich text={t(w.notServed)} />
          </p>
        </Message>
      )}
      <div class="cards halves">
        {status.attention.length > 0 ? <Attention status={status} /> : null}
        <Card title={t(w.lastRuns)}>
          <SumsBar total={total} />
          <CopiesBar total={total} />
        </Card>
        <Card title={t(w.archive)}>
          <div class="figures">
            <Figure n={counted(status.messages)} text={t(w.messages)} />
            <Figure n={counted(status.copies)} text={t(w.copies)} />
            <Figure n={size(status.stored_bytes)} text={t(w.stored)} />
            <Figure n={counted(status.quarantine)} text={t(w.quarantine)} tone={status.quarantine > 0 ? "warn" : ""} />
            <Figure n={counted(status.unmapped_accounts)} text={t(w.unmapped)} tone={status.unmapped_accounts > 0 ? "bad" : ""} />
          </div>
          {status.counted ? <p class="quiet small">{t(old ? w.countedBefore : w.counted, { time: when(status.counted) })}</p> : null}
        </Card>
        <Losses status={status} />
        {status.days && status.days.some((one) => one.messages > 0) ? (
          <Card title={t(w.days)}>
            <Columns ends label={t(w.days)} list={status.days.map((one) => ({ name: day(one.day), value: one.messages, bad: 0 }))} />
          </Card>
        ) : null}
        <Rest status={status} />
      </div>
      <Card title={t(list.connectors)}>
        <Connectors status={status} />
      </Card>
      {status.reasons && status.reasons.length > 0 ? (
        <Card title={t(w.gaps)}>
          <Table
            caption={t(w.gaps)}
            rows={status.reasons}
            rowKey={(row) => row.connector + row.state + row.reason}
            empty={null}
            columns={[
              { name: "connector", title: t(w.connector), cell: (row) => row.connector, value: (row) => row.connector },
              { name: "state", title: t(list.state), cell: (row) => t((sums as Record<string, Text>)[row.state] ?? sums.pending), value: (row) => row.state },
              { name: "reason", title: t(sums.reason), cell: (row) => <Said>{row.reason}</Said>, value: (row) => row.reason },
              { name: "count", title: t(sums.count), number: true, cell: (row) => number(row.count), value: (row) => row.count },
            ]}
          />
        </Card>
      ) : null}
    </>
  );
}

function Figure(p: { n: string; text: string; tone?: string }): JSX.Element {
  return (
    <div class={"figure " + (p.tone ?? "")}>
      <strong>{p.n}</strong>
      <span>{p.text}</span>
    </div>
  );
}

function totalOf(status: Status): Sums {
  const total = {} as Sums;
  for (const one of status.connectors)
    for (const name of Object.keys(sums) as (keyof Sums)[])
      if (typeof one[name] === "number") total[name] = (total[name] ?? 0) + one[name];
  return new Proxy(total, { get: (of, name) => of[name as keyof Sums] ?? 0 });
}

// --- the answer in one line ------------------------------------------------------

const severities: Record<string, [Text, Tone]> = {
  high: [w.high, "bad"],
  medium: [w.medium, "warn"],
  low: [w.low, "info"],
};

function Verdict({ status }: { status: Status }): JSX.Element {
  const bad = status.attention.some((one) => one.severity === "high") || !status.served;
  const n = status.attention.filter((one) => one.severity !== "low").length;
  const total = totalOf(status);
  const lost = total.failed + total.expired; // by the last runs
  const tone: Tone = bad ? "bad" : n > 0 || lost > 0 ? "warn" : "good";
  const icon: IconName = tone === "good" ? "check" : tone === "warn" ? "warn" : "fail";
  return (
    <div class={"verdict " + tone}>
      <Icon name={icon} />
      <div>
        <h2>{bad ? t(w.bad) : n > 0 ? t(w.warn, { n }) : lost > 0 ? t(w.almost, { n: lost }) : t(w.good)}</h2>
        <p class="quiet">
          {t(status.attention.length === 0 ? w.goodText : w.warnText)} {t(w.asOf, { time: when(status.time) })}
        </p>
      </div>
    </div>
  );
}

function Attention({ status }: { status: Status }): JSX.Element {
  return (
    <Card title={t(w.attention)}>
      <ul class="attention">
        {status.attention.map((one) => {
          const [text, tone] = severities[one.severity] ?? [w.low, "info" as Tone];
          return (
            <li key={one.rule + (one.subject ?? "")}>
              <Badge tone={tone}>{t(text)}</Badge>
              <div>
                <strong>
                  <Said>{one.title}</Said>
                  {one.subject ? " – " : ""}
                  <Said>{one.subject}</Said>
                </strong>
                <p>
                  <Said>{one.text}</Said>
                </p>
              </div>
            </li>
          );
        })}
      </ul>
      {may(me(), [roles.owner, roles.view]) ? (
        <div class="actions">
          <LinkButton to="/settings/alerts">{t(settings.alerts)}</LinkButton>
        </div>
      ) : null}
    </Card>
  );
}

// --- time to loss --------------------------------------------------------------------

function Losses({ status }: { status: Status }): JSX.Element {
  const losses = (status.losses ?? []).filter((one) => one.passed + one.within_day + one.within_three_days + one.within_week > 0);
  return (
    <Card title={t(w.losses)}>
      <p class="quiet">{t(losses.length > 0 ? w.lossesText : w.noLosses)}</p>
      {losses.length > 0 ? (
        <Table
          caption={t(w.losses)}
          rows={losses}
          rowKey={(row) => row.connector}
          empty={null}
          columns={[
            { name: "connector", title: t(w.connector), cell: (row) => row.connector },
            { name: "passed", title: t(w.passed), number: true, cell: (row) => loud(row.passed) },
            { name: "day", title: t(w.day), number: true, cell: (row) => loud(row.within_day) },
            { name: "three", title: t(w.threeDays), number: true, wide: true, cell: (row) => number(row.within_three_days) },
            { name: "week", title: t(w.week), number: true, wide: true, cell: (row) => number(row.within_week) },
            { name: "soonest", title: t(w.soonest), cell: (row) => <Time at={row.soonest} ago /> },
          ]}
        />
      ) : null}
    </Card>
  );
}

function loud(n: number): ComponentChildren {
  return n > 0 ? <strong class="loud">{number(n)}</strong> : number(n);
}

function Rest({ status }: { status: Status }): JSX.Element {
  const { targets = [], expiries = [], disks = [] } = status;
  return (
    <>
      {targets.length > 0 ? (
        <Card title={t(w.targets)}>
          <ul class="bare-list">
            {targets.map((one) => (
              <li key={one.name}>
                <strong>{one.name}</strong> <State name={one.state} /> {t(sums.waiting)}: {number(one.waiting)}
                {one.reason ? (
                  <p>
                    <Said>{one.reason}</Said>
                  </p>
                ) : null}
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      {expiries.length > 0 ? (
        <Card title={t(w.expiries)}>
          <ul class="bare-list">
            {expiries.map((one) => (
              <li key={one.subject + one.what}>
                <strong>{one.subject}</strong> <Said>{one.what}</Said>: {day(one.expires)} ({t(w.daysLeft, { n: one.days_left })})
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      {disks.length > 0 ? (
        <Card title={t(w.disks)}>
          <ul class="bare-list">
            {disks.map((one) => (
              <li key={one.name}>
                <Said>{one.name}</Said>: {t(w.free, { free: size(one.free), size: size(one.size) })}
                <fluent-progress-bar
                  value={one.used_percent}
                  max={100}
                  validation-state={one.used_percent > 90 ? "error" : undefined}
                  aria-hidden="true"
                />
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </>
  );
}

function Connectors({ status }: { status: Status }): JSX.Element {
  return (
    <Table
      caption={t(list.connectors)}
      rows={status.connectors}
      rowKey={(row) => row.name}
      empty={null}
      columns={[
        {
          name: "name",
          title: t(list.name),
          cell: (row) => <a href={"/connectors?name=" + encodeURIComponent(row.name)}>{row.name}</a>,
          value: (row) => row.name,
        },
        { name: "state", title: t(list.state), cell: (row) => <ConnectorState connector={row} /> },
        { name: "result", title: t(list.result), cell: (row) => <State name={row.last_result} /> },
        { name: "last", title: t(list.lastRun), cell: (row) => <Time at={row.last_ended} ago />, value: (row) => row.last_ended },
        { name: "archived", title: t(sums.archived), number: true, cell: (row) => number(row.archived ?? 0), value: (row) => row.archived },
        { name: "pending", title: t(sums.pending), number: true, wide: true, cell: (row) => number(row.pending ?? 0), value: (row) => row.pending },
        { name: "failed", title: t(sums.failed), number: true, wide: true, cell: (row) => loud((row.failed ?? 0) + (row.expired ?? 0)), value: (row) => row.failed },
      ]}
    />
  );
}
