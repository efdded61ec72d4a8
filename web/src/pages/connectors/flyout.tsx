// The flyout of a connector: what it is, how it stands with its source, its
// runs with their sums and logs, who is mapped, and what can be done with it.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { address, ask, path } from "../../api/client";
import type { Check, Connector, ConnectorShown, People, Report, Run, SourceShown, TargetShown } from "../../api/types";
import { usePages } from "../../api/pages";
import { useAsk, useDoing } from "../../api/use";
import { changesConnectors } from "../../app/roles";
import { setQuery } from "../../app/router";
import { may, me } from "../../app/session";
import { Button, Empty, Facts, LinkButton, Loading, Said, Time } from "../../components/basics";
import { ErrorMessage, Message } from "../../components/message";
import { Confirm, Panel } from "../../components/panel";
import { Table } from "../../components/table";
import { Tabs } from "../../components/tabs";
import { flyout as w, list, sums as s, wizard } from "../../words/connectors";
import { settingWords } from "../../words/settings";
import { day, duration, relative, t } from "../../words/words";
import { Columns } from "../../components/chart";
import { BrowserSignIn, leaveToSignIn } from "./browser-sign-in";
import { ConsentStep } from "./consent";
import { nextRun } from "./list";
import { ConnectorState, CopiesBar, Findings, Reasons, runState, State, SumsBar } from "./parts";
import { PeopleTable, Upload } from "./people";
import { Progress } from "./progress";
import { valuesOf } from "./settings-form";

interface FlyoutProps {
  connector: Connector;
  sourceTitle: string;
  tab: string;
  signedIn: boolean; // its sign-in in the browser has just come back
  onChanged: () => void;
  onClose: () => void;
}

export function ConnectorFlyout(p: FlyoutProps): JSX.Element {
  const { connector } = p;
  const [removing, setRemoving] = useState(false);
  // The number of the last run when one was asked for; null: none was.
  const [asked, setAsked] = useState<number | null>(
    p.tab === "progress" ? (connector.last_ended ? (connector.last_run ?? 0) : 0) : connector.last_result === "running" ? (connector.last_run ?? 1) - 1 : null,
  );
  const doing = useDoing();
  const changes = may(me(), changesConnectors);
  const tab = p.tab === "progress" ? "overview" : p.tab;
  const verb = (word: string) => () =>
    doing.run(async (signal) => {
      await ask("POST", path`/connectors/${connector.name}` + "/" + word, { body: {}, signal });
      p.onChanged();
    });
  const runNow = () =>
    doing.run(async (signal) => {
      const { data } = await ask<{ run: number }>("POST", path`/connectors/${connector.name}/runs`, { body: { wait: false }, signal });
      setAsked(data.run - 1);
    });

  return (
    <Panel
      title={connector.name}
      subtitle={
        <>
          <span>{p.sourceTitle}</span>
          <ConnectorState connector={connector} />
        </>
      }
      onClose={p.onClose}
      actions={
        changes ? (
          <>
            <Button look="subtle" icon="play" busy={doing.busy} disabled={connector.state === "paused"} onClick={runNow}>
              {t(w.runNow)}
            </Button>
            {connector.state === "paused" ? (
              <Button look="subtle" icon="play" onClick={verb("resume")}>
                {t(w.resume)}
              </Button>
            ) : (
              <Button look="subtle" icon="pause" onClick={verb("pause")}>
                {t(w.pause)}
              </Button>
            )}
            <LinkButton look="subtle" icon="edit" to={path`/connectors/edit/${connector.name}`}>
              {t(w.edit)}
            </LinkButton>
            <Button look="subtle" icon="remove" onClick={() => setRemoving(true)}>
              {t(w.remove)}
            </Button>
          </>
        ) : null
      }
    >
      <ErrorMessage error={doing.error} />
      {connector.failing_since ? <Failing connector={connector} /> : null}
      {connector.state === "paused" ? (
        <Message
          tone="warn"
          actions={
            changes && connector.last_run === null ? (
              <LinkButton to={path`/connectors/add/${connector.source}?name=${connector.name}`}>{t(w.goOn)}</LinkButton>
            ) : null
          }
        >
          <p>{t(w.paused)}</p>
        </Message>
      ) : null}
      {asked !== null ? <Progress name={connector.name} after={asked} onEnd={p.onChanged} /> : null}
      <Tabs
        label={connector.name}
        current={tab}
        onChange={(to) => setQuery({ tab: to === "overview" ? null : to })}
        tabs={[
          { id: "overview", title: t(w.overview) },
          { id: "check", title: t(w.check) },
          { id: "runs", title: t(w.runs) },
          { id: "people", title: t(w.people) },
        ]}
      >
        {tab === "overview" ? <Overview connector={connector} /> : null}
        {tab === "check" ? <CheckTab connector={connector} may={changes} signedIn={p.signedIn} /> : null}
        {tab === "runs" ? <Runs connector={connector} /> : null}
        {tab === "people" ? <PeopleTab connector={connector} source={p.sourceTitle} may={changes} /> : null}
      </Tabs>
      {removing ? (
        <Confirm
          title={t(w.removeTitle, { name: connector.name })}
          action={t(w.remove)}
          busy={doing.busy}
          error={doing.error}
          onNo={() => setRemoving(false)}
          onYes={() =>
            void doing.run(async (signal) => {
              await ask("DELETE", path`/connectors/${connector.name}`, { signal });
              p.onChanged();
              p.onClose();
            })
          }
        >
          <p>{t(w.removeText)}</p>
        </Confirm>
      ) : null}
    </Panel>
  );
}

function Failing({ connector }: { connector: Connector }): JSX.Element {
  return (
    <Message tone="bad" title={t(w.failing, { since: relative(connector.failing_since), n: connector.failed_tries })}>
      <p>
        <Said>{connector.last_error}</Said>
      </p>
      <p>{t(w.failingDo)}</p>
    </Message>
  );
}

// --- properties ------------------------------------------------------------------

function Overview({ connector }: { connector: Connector }): JSX.Element {
  const shown = useAsk<ConnectorShown>(path`/connectors/${connector.name}`);
  const report = useAsk<Report>(connector.last_run ? path`/connectors/${connector.name}/report` : null);
  const settings = shown.data?.settings ?? [];
  const of = (name: string) => settings.find((one) => one.name === name)?.value ?? null;
  const target = of("target");
  const outside = useAsk<TargetShown>(target && target !== "embedded" ? path`/targets/${target}` : null);
  return (
    <div class="stack">
      <ErrorMessage error={shown.error} retry={shown.reload} />
      {shown.loading && !shown.data ? <Loading /> : null}
      <Facts
        list={[
          [t(w.tenant), connector.tenant],
          [t(w.schedule), connector.schedule],
          [t(list.lastRun), connector.last_ended ? <Time at={connector.last_ended} /> : null],
          [t(list.nextRun), nextRun(connector)],
          [t(w.target), target === null || target === "embedded" ? t(w.embedded) : target],
          [t(w.folder), of("folder")],
        ]}
      />
      {outside.data && outside.data.consent !== "not needed" ? (
        <div class="stack tight">
          <h3>{t(w.consent)}</h3>
          <ConsentStep target={outside.data.name} />
        </div>
      ) : null}
      {report.data ? (
        <div class="stack tight">
          <h3>
            {t(w.lastSums)} <State name={connector.last_result} />
          </h3>
          <SumsBar total={report.data.total} />
          <CopiesBar total={report.data.total} />
          <Reasons report={report.data} />
        </div>
      ) : null}
      {settings.length > 0 ? (
        <details>
          <summary>{t(w.settings)}</summary>
          <Table
            caption={t(w.settings)}
            rows={settings}
            rowKey={(row) => row.name}
            empty={null}
            columns={[
              {
                name: "name",
                title: t(list.name),
                cell: (row) => {
                  const words = settingWords(connector.source, row.name);
                  return words ? t(words.label) : row.name;
                },
              },
              {
                name: "value",
                title: t(w.settings),
                cell: (row) =>
                  row.secret ? (
                    <span class="quiet">{t(w.secret)}</span>
                  ) : (
                    <>
                      <code>{row.value}</code> {row.default ? <span class="quiet small">({t(w.byDefault)})</span> : null}
                    </>
                  ),
              },
            ]}
          />
        </details>
      ) : null}
    </div>
  );
}

// --- status with source ------------------------------------------------------------

function CheckTab(p: { connector: Connector; may: boolean; signedIn: boolean }): JSX.Element {
  const { name } = p.connector;
  const shown = useAsk<ConnectorShown>(p.may ? path`/connectors/${name}` : null);
  const source = useAsk<SourceShown>(p.may ? path`/sources/${p.connector.source}` : null);
  const [check, setCheck] = useState<Check | null>(null);
  const checking = useDoing();
  const leaving = useDoing();
  const runCheck = () =>
    checking.run(async (signal) => setCheck((await ask<Check>("POST", path`/connectors/${name}/check`, { body: {}, signal })).data));
  useEffect(() => {
    if (!p.signedIn) return;
    setQuery({ "signed-in": null }); // only once
    void runCheck();
  }, []);
  return (
    <div class="stack">
      <p>{t(w.checkText)}</p>
      {p.may ? (
        <div class="actions">
          <Button busy={checking.busy} onClick={runCheck}>
            {t(checking.busy ? w.checking : w.checkNow)}
          </Button>
        </div>
      ) : null}
      {shown.data && source.data ? (
        <BrowserSignIn
          source={source.data}
          values={valuesOf(shown.data.settings)}
          kept={new Set(shown.data.settings.filter((one) => one.secret).map((one) => one.name))}
          saves={false}
          busy={leaving.busy}
          onClick={() => void leaving.run((signal) => leaveToSignIn(name, "/connectors?tab=check&name=" + encodeURIComponent(name), signal))}
        />
      ) : null}
      <ErrorMessage error={leaving.error ?? shown.error ?? source.error} />
      <ErrorMessage error={checking.error} />
      {check ? <Findings check={check} /> : null}
    </div>
  );
}

// --- runs ------------------------------------------------------------------------------

function Runs({ connector }: { connector: Connector }): JSX.Element {
  const runs = usePages<Run>(path`/connectors/${connector.name}/runs`, "runs", { limit: 100 }, "before");
  const source = useAsk<SourceShown>(path`/sources/${connector.source}`);
  const [open, setOpen] = useState<Run | null>(null);
  if (open) return <OneRun name={connector.name} run={open} onBack={() => setOpen(null)} />;
  return (
    <div class="stack">
      <Table<Run>
        caption={t(w.runs)}
        rows={runs.rows}
        pages={runs}
        rowKey={(row) => row.run}
        loading={runs.loading}
        error={runs.error}
        retry={runs.reload}
        onOpen={setOpen}
        empty={<Empty title={t(w.noRuns)} text={source.data ? t(w.noRunsText, { n: source.data.history_days }) : null} />}
        columns={[
          { name: "run", title: t(w.runColumn), cell: (row) => row.run },
          { name: "started", title: t(w.started), cell: (row) => <Time at={row.started} /> },
          { name: "state", title: t(list.result), cell: (row) => <State name={runState(row)} /> },
          { name: "archived", title: t(s.archived), number: true, cell: (row) => row.archived },
          { name: "open", title: t(list.open), number: true, cell: notCaptured },
          { name: "copies", title: t(w.copies), number: true, wide: true, cell: (row) => row.copies },
        ]}
      />
      {runs.rows && runs.rows.length > 0 ? (
        <div class="actions">
          <LogLinks name={connector.name} run={null} />
        </div>
      ) : null}
    </div>
  );
}

function notCaptured(run: Run): number | null {
  return run.listed === null ? null : (run.pending ?? 0) + (run.failed ?? 0) + (run.expired ?? 0);
}

// A log has titles of meetings and names: only who may bring them in sees it.
function LogLinks({ name, run }: { name: string; run: number | null }): JSX.Element | null {
  if (!may(me(), changesConnectors)) return null;
  const to = (format: string) => address(path`/connectors/${name}/log`, { format, run });
  const file = name + (run === null ? "" : "-run-" + run) + "-log";
  return (
    <>
      <LinkButton to={to("csv")} icon="download" download={file + ".csv"}>
        {t(w.download)} ({t(w.csv)})
      </LinkButton>
      <LinkButton to={to("json")} icon="download" download={file + ".json"}>
        {t(w.download)} ({t(w.json)})
      </LinkButton>
    </>
  );
}

function OneRun(p: { name: string; run: Run; onBack: () => void }): JSX.Element {
  const report = useAsk<Report>(path`/connectors/${p.name}/report`, { run: p.run.run });
  const data = report.data;
  return (
    <div class="stack">
      <div class="actions">
        <Button look="subtle" icon="left" onClick={p.onBack}>
          {t(w.toRuns)}
        </Button>
      </div>
      <h3>
        {t(w.run, { n: p.run.run })} <State name={runState(p.run)} />
      </h3>
      <ErrorMessage error={report.error} retry={report.reload} />
      {report.loading && !data ? <Loading /> : null}
      {data ? (
        <>
          {data.error ? (
            <Message tone="bad">
              <p>
                <Said>{data.error}</Said>
              </p>
            </Message>
          ) : null}
          <Facts
            list={[
              [t(w.started), <Time at={data.started} />],
              [t(w.took), took(data.started, data.ended)],
            ]}
          />
          <Message tone={data.closed ? "good" : "bad"}>
            <p>{t(data.closed ? s.closes : s.doNotClose)}</p>
          </Message>
          <h3>{t(s.whatBecame)}</h3>
          <SumsBar total={data.total} />
          <h3>{t(s.mapped)}</h3>
          <CopiesBar total={data.total} />
          {data.days.length > 1 ? (
            <div>
              <h3>{t(s.days)}</h3>
              <Columns
                ends
                label={t(s.days)}
                list={data.days.map((one) => ({ name: day(one.day), value: one.listed, bad: one.failed + one.expired }))}
              />
            </div>
          ) : null}
          <Reasons report={data} />
          <Notices report={data} />
          <Unmapped report={data} />
          <p class="quiet">{t(w.downloadText)}</p>
          <div class="actions">
            <LogLinks name={p.name} run={p.run.run} />
          </div>
        </>
      ) : null}
    </div>
  );
}

function took(from: string | null, to: string | null): string | null {
  return from && to ? duration((Date.parse(to) - Date.parse(from)) / 1000) : null;
}

function Notices({ report }: { report: Report }): JSX.Element | null {
  if (report.notices.length === 0) return null;
  return (
    <div class="stack tight">
      <h3>{t(s.notices)}</h3>
      {report.notices.map((notice) => (
        <Message key={notice.subject + notice.text} tone={notice.level === "fail" ? "bad" : notice.level === "warn" ? "warn" : "info"}>
          <p>
            <strong>
              <Said>{notice.subject}</Said>
            </strong>{" "}
            <Said>{notice.text}</Said>
          </p>
        </Message>
      ))}
    </div>
  );
}

function Unmapped({ report }: { report: Report }): JSX.Element | null {
  if (report.unmapped.length === 0) return null;
  return (
    <details>
      <summary>
        {t(s.unmapped)} ({report.unmapped.length})
      </summary>
      <Table
        caption={t(s.unmapped)}
        rows={report.unmapped}
        rowKey={(row) => row.address}
        empty={null}
        columns={[
          { name: "name", title: t(wizard.person), cell: (row) => row.name, value: (row) => row.name },
          { name: "address", title: t(wizard.address), cell: (row) => row.address, value: (row) => row.address },
          { name: "messages", title: t(s.messages), number: true, cell: (row) => row.messages, value: (row) => row.messages },
        ]}
      />
    </details>
  );
}

// --- who is mapped ------------------------------------------------------------------------

function PeopleTab(p: { connector: Connector; source: string; may: boolean }): JSX.Element {
  const people = useAsk<People>(path`/connectors/${p.connector.name}/people`);
  return (
    <div class="stack">
      <PeopleTable people={people} source={p.source} />
      {p.may ? <Upload name={p.connector.name} onDone={people.reload} /> : null}
    </div>
  );
}
