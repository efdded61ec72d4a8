// Persons: import from a file, who is missing, who there is.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { address, ask } from "../../api/client";
import { usePages } from "../../api/pages";
import { useAsk, useDoing } from "../../api/use";
import { roles } from "../../app/roles";
import { may, me } from "../../app/session";
import { Badge, Button, Card, Empty, LinkButton, Said, Time } from "../../components/basics";
import { FileField, TextField } from "../../components/field";
import { ErrorMessage, Message } from "../../components/message";
import { Table } from "../../components/table";
import { app } from "../../words/app";
import { persons as w } from "../../words/setup";
import { day, number, t, type Text } from "../../words/words";
import { SettingsFrame } from "./tabs";

interface Imported {
  refused_lines: { line: number; reason: string }[];
  lines: number;
  added: number;
  changed: number;
  unchanged: number;
  refused: number;
}

interface Gap {
  address: string;
  name: string;
  kind: string;
  messages: number;
  last: string | null;
}

interface Address {
  person: string;
  name: string;
  mailbox: string;
  address: string;
  valid_from: string | null;
  valid_until: string | null;
}

const kinds: Record<string, Text> = { account: w.account, guest: w.guest, "no address": w.noAddress };

export default function PersonsPage(): JSX.Element {
  const gaps = useAsk<{ addresses: Gap[] }>("/persons/gaps");
  const [words, setWords] = useState("");
  const list = usePages<Address>("/persons", "addresses", { text: words || null, limit: 200 });
  const reload = () => {
    gaps.reload();
    list.reload();
  };
  return (
    <SettingsFrame to="/settings/persons" text={t(w.text)}>
      {may(me(), [roles.owner]) ? <Import onDone={reload} /> : null}
      <h2>{t(w.gaps)}</h2>
      <p class="page-text">{t(w.gapsText)}</p>
      <Table
        caption={t(w.gaps)}
        rows={gaps.data?.addresses ?? null}
        rowKey={(row) => row.address + row.name}
        loading={gaps.loading}
        error={gaps.error}
        retry={gaps.reload}
        filter
        empty={<Empty icon="check" title={t(w.noGaps)} text={t(w.noGapsText)} />}
        columns={[
          { name: "address", title: t(w.address), value: (row) => row.address, cell: (row) => row.address },
          { name: "name", title: t(app.account), value: (row) => row.name, cell: (row) => row.name || "–" },
          { name: "kind", title: t(w.kind), value: (row) => row.kind, cell: (row) => <Badge tone={row.kind === "account" ? "warn" : "quiet"}>{kindOf(row.kind)}</Badge> },
          { name: "messages", title: t(w.messages), value: (row) => row.messages, cell: (row) => number(row.messages), number: true },
          { name: "last", title: t(w.last), value: (row) => row.last, cell: (row) => <Time at={row.last} />, wide: true },
        ]}
      />
      <h2>{t(w.list)}</h2>
      <FindPerson onFind={setWords} />
      <Table
        caption={t(w.list)}
        rows={list.rows}
        pages={list}
        rowKey={(row) => row.person + row.address + (row.valid_from ?? "")}
        loading={list.loading}
        error={list.error}
        retry={list.reload}
        actions={
          <LinkButton to={address("/persons", { csv: true })} icon="download" download>
            {t(w.download)}
          </LinkButton>
        }
        empty={<Empty icon="person" title={t(app.none)} text={t(w.noneText)} />}
        columns={[
          { name: "name", title: t(app.account), cell: (row) => row.name },
          { name: "address", title: t(w.address), cell: (row) => row.address },
          { name: "mailbox", title: t(w.mailbox), cell: (row) => row.mailbox, wide: true },
          { name: "from", title: t(w.from), cell: (row) => day(row.valid_from), wide: true },
          { name: "until", title: t(w.until), cell: (row) => day(row.valid_until), wide: true },
        ]}
      />
    </SettingsFrame>
  );
}

function kindOf(kind: string): string {
  const text = kinds[kind];
  return text ? t(text) : kind;
}

function FindPerson({ onFind }: { onFind: (words: string) => void }): JSX.Element {
  const [typed, setTyped] = useState("");
  return (
    <form
      class="find"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        onFind(typed.trim());
      }}
    >
      <TextField label={t(w.find)} type="search" value={typed} onInput={setTyped} />
      <div class="actions">
        <Button type="submit" icon="search">
          {t(app.search)}
        </Button>
      </div>
    </form>
  );
}

function Import({ onDone }: { onDone: () => void }): JSX.Element {
  const [file, setFile] = useState<File | null>(null);
  const [done, setDone] = useState<Imported | null>(null);
  const [missing, setMissing] = useState(false);
  const doing = useDoing();
  const run = async () => {
    setMissing(file === null);
    if (file === null) return;
    setDone(null);
    await doing.run(async (signal) => {
      setDone((await ask<Imported>("POST", "/persons/import", { file, signal })).data);
      onDone();
    });
  };
  return (
    <Card title={t(w.importTitle)}>
      <p class="quiet">{t(w.importText)}</p>
      <div class="fields">
        <FileField label={t(w.file)} accept=".csv,text/csv" error={missing ? t(app.chooseFile) : null} name={file?.name ?? null} onFile={setFile} />
        <div class="actions">
          <Button look="primary" busy={doing.busy} onClick={run}>
            {t(w.doImport)}
          </Button>
        </div>
      </div>
      <ErrorMessage error={doing.error} />
      {done ? (
        <Message tone={done.refused > 0 ? "warn" : "good"} live>
          {t(w.result, { lines: done.lines, added: done.added, changed: done.changed, unchanged: done.unchanged, refused: done.refused })}
        </Message>
      ) : null}
      {done && done.refused_lines.length > 0 ? (
        <Table
          caption={t(w.refused)}
          rows={done.refused_lines}
          rowKey={(row) => row.line}
          empty={null}
          columns={[
            { name: "line", title: t(w.line), value: (row) => row.line, cell: (row) => number(row.line), number: true },
            { name: "reason", title: t(w.refused), value: (row) => row.reason, cell: (row) => <Said>{row.reason}</Said> },
          ]}
        />
      ) : null}
    </Card>
  );
}
