// Tables and facts about a message: participants, copies, origin, headers.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { address, getText, path } from "../../api/client";
import { useDoing } from "../../api/use";
import { Badge, Button, Card, Empty, Facts, LinkButton, Time } from "../../components/basics";
import { CheckField } from "../../components/field";
import { ErrorMessage, Message } from "../../components/message";
import { Table } from "../../components/table";
import { message as w } from "../../words/mailboxes";
import { number, size, t } from "../../words/words";
import type { Copy, Part, Participant, Shown } from "./shown";

export function People({ shown }: { shown: Shown }): JSX.Element {
  return (
    <>
      {shown.participants_in_all > shown.participants.length ? (
        <Message tone="info">{t(w.morePeople, { shown: shown.participants.length, all: shown.participants_in_all })}</Message>
      ) : null}
      <Table<Participant>
        caption={t(w.people)}
        rows={shown.participants}
        rowKey={(row) => row.address + (row.name ?? "") + (row.joined ?? "")}
        filter={shown.participants.length > 10}
        empty={<Empty icon="person" title={t(w.noPeople)} />}
        columns={[
          { name: "name", title: t(w.name), value: (row) => row.name, cell: (row) => <Name person={row} /> },
          { name: "address", title: t(w.address), value: (row) => row.address, cell: (row) => row.address },
          { name: "role", title: t(w.role), value: (row) => row.role, cell: (row) => row.role ?? "–", wide: true },
          { name: "joined", title: t(w.joined), value: (row) => row.joined, cell: (row) => <Time at={row.joined} />, wide: true },
          { name: "left", title: t(w.left), value: (row) => row.left, cell: (row) => <Time at={row.left} />, wide: true },
          { name: "mailbox", title: t(w.mailbox), value: (row) => row.mailbox, cell: (row) => <Whose person={row} /> },
        ]}
      />
    </>
  );
}

function Name({ person }: { person: Participant }): JSX.Element {
  return (
    <>
      {person.name ?? "–"} {person.external ? <Badge tone="warn">{t(w.external)}</Badge> : null}
      {person.note ? <span class="quiet"> {person.note}</span> : null}
    </>
  );
}

function Whose({ person }: { person: Participant }): JSX.Element {
  if (person.mailbox_id === null) return <span class="quiet">{t(w.nobody)}</span>;
  return <a href={path`/mailboxes/${person.mailbox_id}`}>{person.mailbox}</a>;
}

export function Copies({ shown }: { shown: Shown }): JSX.Element {
  return (
    <Table<Copy>
      caption={t(w.copies)}
      rows={shown.mailboxes}
      rowKey={(row) => row.id}
      filter={shown.mailboxes.length > 10}
      empty={<Empty icon="mailboxes" title={t(w.noCopies)} text={t(w.noCopiesText)} />}
      columns={[
        { name: "mailbox", title: t(w.mailbox), value: (row) => row.mailbox, cell: (row) => <a href={path`/mailboxes/${row.id}`}>{row.mailbox}</a> },
        { name: "folder", title: t(w.folder), value: (row) => row.folder, cell: (row) => row.folder },
        { name: "target", title: t(w.target), value: (row) => row.target, cell: (row) => row.target ?? t(w.here) },
        { name: "place", title: t(w.place), cell: (row) => row.place ?? "–", wide: true },
        { name: "since", title: t(w.since), value: (row) => row.since, cell: (row) => <Time at={row.since} /> },
      ]}
    />
  );
}

export function Origin({ shown }: { shown: Shown }): JSX.Element {
  const raws = shown.parts.filter((part) => part.raw && part.record !== null);
  return (
    <>
      <Card title={t(w.origin)}>
        <Facts
          list={[
            [t(w.connector), shown.connector],
            [t(w.run), shown.run > 0 ? number(shown.run) : "–"],
            [t(w.source), shown.source],
            [t(w.tenant), shown.tenant],
            [t(w.kind), shown.kind],
            [t(w.item), shown.item],
            [t(w.version), shown.version],
            [t(w.conversationId), shown.conversation],
            [t(w.answers), shown.answers === null ? null : <a href={path`/messages/${shown.answers}`}>{String(shown.answers)}</a>],
            [t(w.messageId), shown.message_id],
            [t(w.archived), <Time at={shown.archived} />],
            [t(w.size), size(shown.size)],
            [t(w.number), String(shown.id)],
            [t(w.leaf), String(shown.leaf)],
            [t(w.digest), <code>{shown.record_sha256}</code>],
          ]}
        />
      </Card>
      <Card title={t(w.raw)}>
        <p class="quiet">{t(w.rawText)}</p>
        <ul class="file-list">
          {raws.map((part) => (
            <Raw key={part.number} id={shown.id} part={part} />
          ))}
        </ul>
      </Card>
    </>
  );
}

const most = 256 * 1024; // of an answer, to be looked at

function Raw({ id, part }: { id: number; part: Part }): JSX.Element {
  const [found, setFound] = useState<{ text: string; cut: boolean } | null>(null);
  const asking = useDoing();
  const query = { part: part.record };
  const show = () =>
    asking.run(async (signal) => {
      setFound(await getText(path`/messages/${id}`, query, most, signal));
    });
  return (
    <li class="file">
      <div class="file-line">
        <span class="file-name">{part.name || t(w.unnamed)}</span>
        <span class="quiet">{size(part.size)}</span>
        <span class="actions">
          <Button
            small
            busy={asking.busy}
            label={t(found ? w.hideOf : w.showOf, { name: part.name })}
            onClick={() => (found ? setFound(null) : show())}
          >
            {t(found ? w.hide : w.show)}
          </Button>
          <LinkButton to={address(path`/messages/${id}`, query)} icon="download" download>
            {t(w.download)} <span class="hidden-text">{part.name}</span>
          </LinkButton>
        </span>
      </div>
      <ErrorMessage error={asking.error} />
      {found ? (
        <>
          <pre class="plain" tabIndex={0}>
            {found.text}
          </pre>
          {found.cut ? <p class="quiet">{t(w.tooLong)}</p> : null}
        </>
      ) : null}
    </li>
  );
}

export function Headers({ shown }: { shown: Shown }): JSX.Element {
  const [raw, setRaw] = useState(false);
  const rows = shown.headers.map((header, i) => ({ ...header, i }));
  return (
    <>
      <CheckField label={t(w.asIs)} value={raw} onInput={setRaw} />
      <Table
        caption={t(w.headers)}
        rows={rows}
        rowKey={(row) => row.i}
        empty={null}
        columns={[
          { name: "name", title: t(w.header), cell: (row) => <code>{row.name}</code> },
          { name: "value", title: t(w.value), cell: (row) => <span class="header-value">{raw ? row.raw : row.value}</span> },
        ]}
      />
    </>
  );
}
