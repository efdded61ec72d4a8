// When connectors run by themselves.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ask, path } from "../../api/client";
import { useAsk, useDoing } from "../../api/use";
import { changesConnectors } from "../../app/roles";
import { may, me } from "../../app/session";
import { Button, Empty, Time } from "../../components/basics";
import { TextField } from "../../components/field";
import { ErrorMessage } from "../../components/message";
import { Panel } from "../../components/panel";
import { Table } from "../../components/table";
import { app } from "../../words/app";
import { schedule as w } from "../../words/setup";
import { t } from "../../words/words";
import { SettingsFrame } from "./tabs";

interface Connector {
  name: string;
  schedule: string;
  next_run: string | null;
  last_ended: string | null;
}

export default function SchedulePage(): JSX.Element {
  const asked = useAsk<{ connectors: Connector[] }>("/connectors");
  const [open, setOpen] = useState<Connector | null>(null);
  return (
    <SettingsFrame to="/settings/schedule" text={t(w.text)}>
      <Table
        caption={t(w.when)}
        rows={asked.data?.connectors ?? null}
        rowKey={(row) => row.name}
        loading={asked.loading}
        error={asked.error}
        retry={asked.reload}
        onOpen={may(me(), changesConnectors) ? setOpen : undefined}
        empty={<Empty icon="connectors" title={t(app.none)} text={t(w.noneText)} />}
        columns={[
          { name: "name", title: t(w.connector), value: (row) => row.name, cell: (row) => row.name },
          { name: "schedule", title: t(w.when), value: (row) => row.schedule, cell: (row) => <code>{row.schedule}</code> },
          { name: "next", title: t(w.next), value: (row) => row.next_run, cell: (row) => <Time at={row.next_run} /> },
          { name: "last", title: t(w.last), value: (row) => row.last_ended, cell: (row) => <Time at={row.last_ended} />, wide: true },
        ]}
      />
      {open ? <Change one={open} onClose={() => setOpen(null)} changed={asked.reload} /> : null}
    </SettingsFrame>
  );
}

function Change({ one, onClose, changed }: { one: Connector; onClose: () => void; changed: () => void }): JSX.Element {
  const [value, setValue] = useState(one.schedule);
  const doing = useDoing();
  return (
    <Panel title={t(w.change, { name: one.name })} onClose={onClose}>
      <form
        class="fields"
        noValidate
        onSubmit={async (event) => {
          event.preventDefault();
          const body = { set: { schedule: value.trim() === "" ? null : value.trim() } };
          if (!(await doing.run((signal) => ask("PATCH", path`/connectors/${one.name}`, { body, signal })))) return;
          changed();
          onClose();
        }}
      >
        <TextField label={t(w.when)} help={t(w.text)} value={value} onInput={setValue} />
        <ErrorMessage error={doing.error} />
        <div class="actions">
          <Button look="primary" type="submit" busy={doing.busy}>
            {t(app.save)}
          </Button>
          <Button onClick={onClose}>{t(app.cancel)}</Button>
        </div>
      </form>
    </Panel>
  );
}
