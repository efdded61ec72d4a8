// Who of a source's people is mapped to which mailbox, and who to none, and why;
// a mapping of one's own as a CSV file, with what was refused line by line.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ask, path } from "../../api/client";
import type { Imported, People, PersonAtSource } from "../../api/types";
import { useDoing, type Asked } from "../../api/use";
import { Badge, Button, Empty, Said } from "../../components/basics";
import { FileField } from "../../components/field";
import { ErrorMessage, Message } from "../../components/message";
import { Rich } from "../../components/rich";
import { Table } from "../../components/table";
import { app } from "../../words/app";
import { sums, wizard as w } from "../../words/connectors";
import { number, t } from "../../words/words";

export function PeopleTable({ people, source }: { people: Asked<People>; source: string }): JSX.Element {
  return (
    <div class="stack tight">
      <h3>{t(w.preview)}</h3>
      <p>{t(w.previewText, { source })}</p>
      {people.data ? (
        <div class="figures">
          <Figure n={people.data.mapped} text={t(w.mapped)} />
          <Figure n={people.data.unmapped} text={t(w.unmapped)} tone={people.data.unmapped > 0 ? "warn" : ""} />
        </div>
      ) : null}
      <Table<PersonAtSource>
        caption={t(w.preview)}
        rows={people.data?.people ?? null}
        rowKey={(row) => (row.address ?? "") + (row.name ?? "")}
        loading={people.loading}
        error={people.error}
        retry={people.reload}
        filter
        empty={<Empty title={t(w.nobody)} />}
        actions={
          <Button look="subtle" icon="refresh" onClick={people.reload}>
            {t(app.refresh)}
          </Button>
        }
        sort={{ name: "mailbox", down: true }}
        columns={[
          { name: "person", title: t(w.person), cell: (row) => row.name ?? row.address ?? "–", value: (row) => row.name ?? row.address },
          { name: "address", title: t(w.address), cell: (row) => row.address ?? "–", value: (row) => row.address, wide: true },
          {
            name: "mailbox",
            title: t(w.mailbox),
            cell: (row) =>
              row.mailbox ?? (
                <>
                  <Badge tone="warn">{t(sums.quarantined)}</Badge> {t(row.address ? w.notMailbox : w.notAddress)}
                </>
              ),
            value: (row) => row.mailbox,
          },
          { name: "state", title: t(w.atSource), cell: (row) => <Said>{row.state}</Said>, value: (row) => row.state, wide: true },
        ]}
      />
    </div>
  );
}

function Figure({ n, text, tone }: { n: number; text: string; tone?: string }): JSX.Element {
  return (
    <div class={"figure " + (tone ?? "")}>
      <strong>{number(n)}</strong>
      <span>{text}</span>
    </div>
  );
}

export function Upload({ name, onDone }: { name: string; onDone: () => void }): JSX.Element {
  const [file, setFile] = useState<File | null>(null);
  const [done, setDone] = useState<Imported | null>(null);
  const doing = useDoing();
  const send = () =>
    doing.run(async (signal) => {
      if (file === null) return;
      setDone((await ask<Imported>("POST", path`/connectors/${name}/mapping`, { file: await file.text(), signal })).data);
      onDone();
    });
  return (
    <details>
      <summary>{t(w.custom)}</summary>
      <div class="stack gap-above">
        <p>
          <Rich text={t(w.customText)} />
        </p>
        <FileField label={t(w.uploadFile)} accept=".csv,text/csv" name={file?.name ?? null} onFile={setFile} />
        <div class="actions">
          <Button busy={doing.busy} disabled={file === null} onClick={send}>
            {t(w.upload)}
          </Button>
        </div>
        <ErrorMessage error={doing.error} />
        {done ? (
          <Message
            tone={done.refused > 0 ? "warn" : "good"}
            live
            title={t(w.uploaded, { added: done.added, changed: done.changed, unchanged: done.unchanged, refused: done.refused })}
          >
            {done.refused_lines.length > 0 ? (
              <Table
                caption={t(w.custom)}
                rows={done.refused_lines}
                rowKey={(row) => row.line}
                empty={null}
                columns={[
                  { name: "line", title: t(w.line), number: true, cell: (row) => row.line },
                  { name: "reason", title: t(sums.reason), cell: (row) => <Said>{row.reason}</Said> },
                ]}
              />
            ) : null}
          </Message>
        ) : null}
      </div>
    </details>
  );
}
