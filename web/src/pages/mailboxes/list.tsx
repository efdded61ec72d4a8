// All mailboxes, a page at a time, found by name.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { usePages } from "../../api/pages";
import { path } from "../../api/client";
import { setQuery } from "../../app/router";
import type { PageProps } from "../../app/routes";
import { Button, Empty, PageHead } from "../../components/basics";
import { TextField } from "../../components/field";
import { Table } from "../../components/table";
import { app } from "../../words/app";
import { mailboxes as w } from "../../words/mailboxes";
import { number, t } from "../../words/words";

interface Mailbox {
  id: number;
  mailbox: string;
  person: string | null;
  messages: number;
}

export default function MailboxesPage({ query }: PageProps): JSX.Element {
  const text = query.get("text") ?? "";
  const found = usePages<Mailbox>("/mailboxes", "mailboxes", { text: text || null, limit: 100 });
  return (
    <>
      <PageHead title={t(w.title)} text={t(w.text)} />
      <Find key={text} text={text} />
      <Table
        caption={t(w.title)}
        rows={found.rows}
        pages={found}
        rowKey={(row) => row.id}
        loading={found.loading}
        error={found.error}
        retry={found.reload}
        empty={
          text === "" ? (
            <Empty icon="mailboxes" title={t(w.none)} text={t(w.noneText)} />
          ) : (
            <Empty icon="search" title={t(w.noneFound)} text={t(w.noneFoundText)} />
          )
        }
        columns={[
          { name: "mailbox", title: t(w.mailbox), cell: (row) => <a href={path`/mailboxes/${row.id}`}>{nameOf(row)}</a> },
          { name: "person", title: t(w.person), cell: (row) => row.person ?? "–", wide: true },
          { name: "messages", title: t(w.messages), cell: (row) => number(row.messages), number: true },
        ]}
      />
    </>
  );
}

function nameOf(row: Mailbox): string {
  return row.id === 1 ? t(w.quarantine) : row.mailbox;
}

function Find({ text }: { text: string }): JSX.Element {
  const [typed, setTyped] = useState(text);
  return (
    <form
      class="find"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        setQuery({ text: typed.trim() });
      }}
    >
      <TextField label={t(w.find)} type="search" value={typed} onInput={setTyped} />
      <Button type="submit" icon="search">
        {t(app.search)}
      </Button>
    </form>
  );
}
