// What list, flyout, wizard and Home show alike: states, sums, findings.
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Check, Connector, Finding, Report, Run, Sums } from "../../api/types";
import { Badge, type Tone } from "../../components/basics";
import { Divided } from "../../components/chart";
import { Message } from "../../components/message";
import { Said } from "../../components/basics";
import { Table } from "../../components/table";
import { app } from "../../words/app";
import { flyout as f, list, states, sums as w } from "../../words/connectors";
import { t, type Text } from "../../words/words";

const tones: Record<string, Tone> = {
  closed: "good",
  done: "good",
  running: "info",
  listing: "info",
  working: "info",
  open: "bad",
  failed: "bad",
  failing: "bad",
  interrupted: "warn",
  paused: "warn",
  active: "good",
};

// A state the server names, in the language of whoever looks.
export function State({ name }: { name: string | null }): JSX.Element {
  if (name === null || name === "") return <Badge tone="quiet">{t(states.never)}</Badge>;
  const text = (states as Record<string, Text>)[name];
  return <Badge tone={tones[name] ?? "quiet"}>{text ? t(text) : name}</Badge>;
}

export function ConnectorState({ connector }: { connector: Connector }): JSX.Element {
  return (
    <span class="badges">
      <State name={connector.state} />
      {connector.last_result === "running" ? <State name="running" /> : null}
      {connector.failing_since ? <State name="failing" /> : null}
    </span>
  );
}

export function runState(run: Run): string {
  return run.state === "done" && run.closed === false ? "open" : run.state;
}

// --- sums --------------------------------------------------------------------

const parts: [keyof Sums, Tone][] = [
  ["archived", "good"],
  ["unchanged", "quiet"],
  ["excluded", "quiet"],
  ["pending", "warn"],
  ["failed", "bad"],
  ["expired", "bad"],
];

export function SumsBar({ total }: { total: Sums }): JSX.Element {
  return (
    <Divided
      label={t(w.whatBecame)}
      parts={parts.filter(([name]) => total[name] > 0).map(([name, tone]) => ({ name: t(w[name]), value: total[name], tone }))}
    />
  );
}

const copyParts: [keyof Sums, Tone][] = [
  ["copies", "good"],
  ["quarantined", "warn"],
  ["waiting", "info"],
  ["refused", "bad"],
];

export function CopiesBar({ total }: { total: Sums }): JSX.Element {
  return (
    <Divided
      label={t(w.mapped)}
      parts={copyParts.filter(([name]) => total[name] > 0).map(([name, tone]) => ({ name: t(w[name]), value: total[name], tone }))}
    />
  );
}

export function Reasons({ report }: { report: Report }): JSX.Element | null {
  if (report.reasons.length === 0) return null;
  return (
    <div class="stack tight">
      <h3>{t(w.reasons)}</h3>
      <Table
        caption={t(w.reasons)}
        rows={report.reasons}
        rowKey={(row) => row.state + row.reason}
        empty={null}
        columns={[
          { name: "state", title: t(list.state), cell: (row) => t((w as Record<string, Text>)[row.state] ?? w.pending) },
          { name: "reason", title: t(w.reason), cell: (row) => <Said>{row.reason}</Said> },
          { name: "count", title: t(w.count), number: true, cell: (row) => row.count },
        ]}
      />
    </div>
  );
}

// --- a check -------------------------------------------------------------------

const levels: Record<Finding["level"], [Text, Tone]> = {
  ok: [f.levelOk, "good"],
  warn: [f.levelWarn, "warn"],
  fail: [f.levelFail, "bad"],
};
const order = { fail: 0, warn: 1, ok: 2 };

// good, bad: what is said of all of them; without: of a connector.
export function Findings({ check, good = f.checkGood, bad = f.checkBad }: { check: Check; good?: Text; bad?: Text }): JSX.Element {
  // What was asked for came below what one was looking at.
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => frame.current?.scrollIntoView({ block: "start" }), [check]);
  const rows = [...check.findings].sort((a, b) => order[a.level] - order[b.level]);
  return (
    <div class="stack tight scroll-to" ref={frame}>
      {check.failed > 0 ? (
        <Message tone="bad" live title={t(bad, { n: check.failed })} />
      ) : (
        <Message tone={check.warned > 0 ? "warn" : "good"} live title={t(good)}>
          {check.warned > 0 ? <p>{t(f.checkWarned, { n: check.warned })}</p> : null}
        </Message>
      )}
      <ul class="findings">
        {rows.map((finding, i) => (
          <li key={i}>
            <Badge tone={levels[finding.level][1]}>{t(levels[finding.level][0])}</Badge>
            <div>
              <strong>
                <Said>{finding.topic}</Said>
              </strong>
              <p>
                <Said>{finding.text}</Said>
              </p>
              {finding.remedy ? (
                <p class="remedy">
                  <Said>{finding.remedy}</Said>
                </p>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function yes(value: boolean): string {
  return t(value ? app.yes : app.no);
}
