// One mailbox: its folders, and the messages in them, the newest first.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { usePages, type Pages } from "../../api/pages";
import { path } from "../../api/client";
import { useAsk } from "../../api/use";
import { roles } from "../../app/roles";
import { setQuery } from "../../app/router";
import type { PageProps } from "../../app/routes";
import { may, me } from "../../app/session";
import { Badge, Button, Empty, PageHead, Time } from "../../components/basics";
import { SelectField, TextField } from "../../components/field";
import { ErrorMessage } from "../../components/message";
import { Table, type Column } from "../../components/table";
import { app } from "../../words/app";
import { mailboxes as w, message as m } from "../../words/mailboxes";
import { number, size, t } from "../../words/words";

interface Folders {
  id: number;
  mailbox: string;
  folders: { folder: string; messages: number }[];
}

export interface MessageRow {
  id: number;
  date: string;
  from: string;
  subject: string;
  size: number;
  folder: string;
  kind: string | null;
  participants: number | null;
  files: number | null;
}

const at = 100; // messages at a time

export default function MailboxPage({ params, query }: PageProps): JSX.Element {
  const id = params["mailbox"] ?? "";
  const folders = useAsk<Folders>(path`/mailboxes/${id}/folders`);
  const value = (name: string) => query.get(name) ?? "";
  const found = usePages<MessageRow>(path`/mailboxes/${id}/messages`, "messages", {
    newest: true,
    limit: at,
    folder: value("folder") || null,
    text: value("text") || null,
    since: value("since") || null,
    until: value("until") ? nextDay(value("until")) : null,
  });
  return (
    <>
      <PageHead
        above={
          <a href="/mailboxes" class="back-link">
            {t(w.title)}
          </a>
        }
        title={folders.data ? nameOf(folders.data) : t(w.mailbox)}
      />
      <ErrorMessage error={folders.error} retry={folders.reload} />
      <Find key={query.toString()} query={query} folders={folders.data} />
      <Messages found={found} narrowed={["folder", "text", "since", "until"].some((name) => value(name) !== "")} />
    </>
  );
}

function nameOf(box: Folders): string {
  return box.id === 1 ? t(w.quarantine) : box.mailbox;
}

// "Until" is meant with the day itself.
function nextDay(day: string): string {
  const date = new Date(day + "T00:00:00Z");
  if (Number.isNaN(date.getTime())) return day;
  return new Date(date.getTime() + 86400000).toISOString().slice(0, 10);
}

function Find({ query, folders }: { query: URLSearchParams; folders: Folders | null }): JSX.Element {
  const first = (name: string) => query.get(name) ?? "";
  const [text, setText] = useState(first("text"));
  const [since, setSince] = useState(first("since"));
  const [until, setUntil] = useState(first("until"));
  const [folder, setFolder] = useState(first("folder"));
  const list = folders?.folders ?? [];
  const options: [string, string][] = list.map((one) => [one.folder, t(w.inFolder, { folder: one.folder, n: one.messages })]);
  if (folder !== "" && !list.some((one) => one.folder === folder)) options.push([folder, folder]);
  return (
    <form
      class="find"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        setQuery({ text: text.trim(), since, until, folder });
      }}
    >
      <SelectField
        label={t(w.folder)}
        value={folder}
        options={[["", t(w.all)], ...options]}
        onInput={(to) => {
          setFolder(to);
          setQuery({ folder: to });
        }}
      />
      <TextField label={t(w.words)} type="search" value={text} onInput={setText} />
      <TextField label={t(w.since)} type="date" value={since} onInput={setSince} />
      <TextField label={t(w.until)} type="date" value={until} onInput={setUntil} />
      <div class="actions">
        <Button type="submit" icon="search">
          {t(app.search)}
        </Button>
        {query.toString() !== "" ? (
          <Button look="subtle" onClick={() => setQuery({ text: null, since: null, until: null, folder: null })}>
            {t(w.clear)}
          </Button>
        ) : null}
      </div>
    </form>
  );
}

function Messages({ found, narrowed }: { found: Pages<MessageRow>; narrowed: boolean }): JSX.Element {
  const short = narrowed && found.next !== null && (found.rows?.length ?? 0) % at !== 0;
  return (
    <>
      <Table
        caption={t(w.messages)}
        rows={found.rows}
        pages={found}
        rowKey={(row) => row.id}
        loading={found.loading}
        error={found.error}
        retry={found.reload}
        empty={<Empty icon="mailboxes" title={t(w.noMessages)} text={t(w.noMessagesText)} />}
        columns={messageColumns()}
      />
      {short ? <p class="quiet">{t(w.shortPage)}</p> : null}
    </>
  );
}

export function messageColumns(): Column<MessageRow>[] {
  const opens = may(me(), [roles.preview]);
  const subject = (row: MessageRow) => row.subject || t(m.without);
  return [
    {
      name: "subject",
      title: t(w.subject),
      cell: (row) => (opens ? <a href={path`/messages/${row.id}`}>{subject(row)}</a> : subject(row)),
    },
    { name: "from", title: t(w.from), cell: (row) => row.from || "–" },
    { name: "date", title: t(w.date), cell: (row) => <Time at={row.date} /> },
    { name: "kind", title: t(w.kind), cell: (row) => (row.kind ? <Badge tone="quiet">{row.kind}</Badge> : "–"), wide: true },
    { name: "people", title: t(w.people), cell: (row) => (row.participants === null ? "–" : number(row.participants)), number: true, wide: true },
    { name: "files", title: t(w.files), cell: (row) => (row.files === null ? "–" : number(row.files)), number: true, wide: true },
    { name: "size", title: t(w.size), cell: (row) => size(row.size), number: true, wide: true },
  ];
}
