// Who did what: filtered, with details, to be downloaded.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { address, type Query } from "../api/client";
import { usePages } from "../api/pages";
import { setQuery } from "../app/router";
import type { PageProps } from "../app/routes";
import { Badge, Button, Empty, Facts, LinkButton, PageHead, Said, Time, type Tone } from "../components/basics";
import { SelectField, TextField } from "../components/field";
import { Panel } from "../components/panel";
import { Table } from "../components/table";
import { app } from "../words/app";
import { audit as w } from "../words/audit";
import { t, type Text } from "../words/words";

interface Act {
  id: string;
  time: string;
  actor: string;
  origin: string | null;
  operation: string;
  object: string | null;
  outcome: string;
  help: string | null;
  detail: string | null;
  record: number | null;
}

const filters = ["since", "until", "actor", "verb", "outcome", "text"] as const;
const outcomes: Record<string, [Text, Tone]> = { done: [w.done, "good"], refused: [w.refused, "bad"], failed: [w.failed, "warn"] };

export default function AuditPage({ query }: PageProps): JSX.Element {
  const asked: Query = {};
  for (const name of filters) asked[name] = query.get(name);
  const found = usePages<Act>("/audit", "acts", { ...asked, limit: 100 }, "before");
  const [open, setOpen] = useState<Act | null>(null);
  return (
    <>
      <PageHead
        title={t(w.title)}
        text={t(w.text)}
        actions={
          <>
            <LinkButton to={address("/audit", { ...asked, format: "csv" })} icon="download" download>
              {t(w.csv)}
            </LinkButton>
            <LinkButton to={address("/audit", { ...asked, format: "json" })} icon="download" download>
              {t(w.json)}
            </LinkButton>
          </>
        }
      />
      <Find key={query.toString()} query={query} />
      <Table
        caption={t(w.title)}
        rows={found.rows}
        pages={found}
        rowKey={(row) => row.id}
        loading={found.loading}
        error={found.error}
        retry={found.reload}
        current={open?.id ?? null}
        onOpen={setOpen}
        empty={<Empty icon="audit" title={t(w.none)} text={t(w.noneText)} />}
        columns={[
          { name: "time", title: t(w.time), cell: (row) => <Time at={row.time} /> },
          { name: "actor", title: t(w.actor), cell: (row) => row.actor },
          { name: "verb", title: t(w.verb), cell: (row) => row.operation },
          { name: "object", title: t(w.object), cell: (row) => row.object ?? "–" },
          { name: "outcome", title: t(w.outcome), cell: (row) => <Outcome name={row.outcome} /> },
          { name: "origin", title: t(w.origin), cell: (row) => row.origin ?? "–", wide: true },
        ]}
      />
      {open ? <ActPanel act={open} onClose={() => setOpen(null)} /> : null}
    </>
  );
}

function Outcome({ name }: { name: string }): JSX.Element {
  const [text, tone] = outcomes[name] ?? [null, "quiet" as Tone];
  return <Badge tone={tone}>{text ? t(text) : name}</Badge>;
}

function ActPanel({ act, onClose }: { act: Act; onClose: () => void }): JSX.Element {
  return (
    <Panel title={act.operation} onClose={onClose}>
      <Facts
        list={[
          [t(w.time), <Time at={act.time} />],
          [t(w.actor), act.actor],
          [t(w.origin), act.origin],
          [t(w.object), act.object],
          [t(w.outcome), <Outcome name={act.outcome} />],
          [t(w.meaning), act.help ? <Said>{act.help}</Said> : null],
          [t(w.record), act.record === null ? t(w.notYet) : String(act.record)],
        ]}
      />
      <h3>{t(w.detail)}</h3>
      <pre class="plain" tabIndex={0}>
        {pretty(act.detail)}
      </pre>
    </Panel>
  );
}

function pretty(detail: string | null): string {
  if (detail === null) return "–";
  try {
    return JSON.stringify(JSON.parse(detail), null, 2);
  } catch {
    return detail;
  }
}

function Find({ query }: { query: URLSearchParams }): JSX.Element {
  const [typed, setTyped] = useState<Record<string, string>>(Object.fromEntries(filters.map((name) => [name, query.get(name) ?? ""])));
  const field = (name: (typeof filters)[number]) => ({ value: typed[name] ?? "", onInput: (to: string) => setTyped({ ...typed, [name]: to.trimStart() }) });
  return (
    <form
      class="find"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        setQuery(Object.fromEntries(filters.map((name) => [name, typed[name]?.trim() ?? ""])));
      }}
    >
      <TextField label={t(w.since)} type="date" {...field("since")} />
      <TextField label={t(w.until)} type="date" {...field("until")} />
      <TextField label={t(w.actor)} {...field("actor")} />
      <TextField label={t(w.verb)} {...field("verb")} />
      <SelectField label={t(w.outcome)} options={[["", t(w.any)], ...Object.entries(outcomes).map(([name, [text]]): [string, string] => [name, t(text)])]} {...field("outcome")} />
      <TextField label={t(w.words)} type="search" {...field("text")} />
      <div class="actions">
        <Button type="submit" icon="search">
          {t(app.search)}
        </Button>
        {query.toString() !== "" ? (
          <Button look="subtle" onClick={() => setQuery(Object.fromEntries(filters.map((name) => [name, null])))}>
            {t(w.clear)}
          </Button>
        ) : null}
      </div>
    </form>
  );
}
