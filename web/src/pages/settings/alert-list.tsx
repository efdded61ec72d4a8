// The alerts there are: what is wrong, since when, what to do, and who looks
// after it.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ask, path } from "../../api/client";
import { useEvent } from "../../api/events";
import { useAsk, useDoing } from "../../api/use";
import { changesConnectors, roles } from "../../app/roles";
import { may, me } from "../../app/session";
import { Badge, Button, Empty, Facts, Said, Time, type Tone } from "../../components/basics";
import { CheckField, TextField } from "../../components/field";
import { ErrorMessage } from "../../components/message";
import { Panel } from "../../components/panel";
import { Table } from "../../components/table";
import { alerts as w, settings } from "../../words/setup";
import { say } from "../../words/say";
import { t, type Text } from "../../words/words";
import { Severity } from "./severity";

interface Alert {
  id: number;
  severity: string;
  state: "open" | "acknowledged" | "over";
  title: string;
  subject: string;
  opened: string;
  told: string | null;
  closed: string | null;
  acknowledged: string | null;
  acknowledged_by: string | null;
  note: string | null;
  text: string | null;
  help: string;
}

const states: Record<Alert["state"], [Text, Tone]> = { open: [w.open, "bad"], acknowledged: [w.seen, "warn"], over: [w.over, "good"] };
const title = (one: Alert) => (one.subject ? say(one.title) + " – " + say(one.subject) : say(one.title));

export function AlertList(): JSX.Element {
  const [all, setAll] = useState(false);
  const asked = useAsk<{ alerts: Alert[] }>("/alerts", all ? { all: true, limit: 1000 } : {});
  const [open, setOpen] = useState<number | null>(null);
  const looking = useDoing();
  const mine = may(me(), [...changesConnectors, roles.owner]);
  const one = asked.data?.alerts.find((alert) => alert.id === open) ?? null;
  useEvent("alert", asked.reload);
  return (
    <>
      <Table
        caption={t(settings.alerts)}
        rows={asked.data?.alerts ?? null}
        rowKey={(row) => row.id}
        loading={asked.loading}
        error={asked.error}
        retry={asked.reload}
        onOpen={(row) => setOpen(row.id)}
        actions={
          mine ? (
            <Button
              icon="search"
              busy={looking.busy}
              onClick={async () => {
                await looking.run((signal) => ask("POST", "/alerts/check", { body: {}, signal }));
                asked.reload();
              }}
            >
              {t(w.look)}
            </Button>
          ) : null
        }
        empty={<Empty icon="check" title={t(w.noAlerts)} text={t(w.noAlertsText)} />}
        columns={[
          { name: "title", title: t(w.what), value: title, cell: title },
          { name: "severity", title: t(w.severity), value: (row) => row.severity, cell: (row) => <Severity name={row.severity} /> },
          { name: "state", title: t(settings.state), value: (row) => row.state, cell: (row) => <State alert={row} /> },
          { name: "since", title: t(w.since), value: (row) => row.opened, cell: (row) => <Time at={row.opened} ago />, wide: true },
        ]}
      />
      <CheckField label={t(w.overToo)} value={all} onInput={setAll} />
      <ErrorMessage error={looking.error} />
      {one ? <AlertPanel key={one.id} alert={one} mine={mine} onClose={() => setOpen(null)} changed={asked.reload} /> : null}
    </>
  );
}

function State({ alert }: { alert: Alert }): JSX.Element {
  const [text, tone] = states[alert.state];
  return <Badge tone={tone}>{t(text)}</Badge>;
}

function AlertPanel({ alert, mine, onClose, changed }: { alert: Alert; mine: boolean; onClose: () => void; changed: () => void }): JSX.Element {
  const [note, setNote] = useState("");
  const doing = useDoing();
  const acknowledge = () =>
    doing.run(async (signal) => {
      await ask("POST", path`/alerts/${alert.id}/acknowledge`, { body: note.trim() === "" ? {} : { note: note.trim() }, signal });
      changed();
    });
  return (
    <Panel title={title(alert)} subtitle={<Severity name={alert.severity} />} onClose={onClose}>
      <p>
        <Said>{alert.text}</Said>
      </p>
      <p>
        <Said>{alert.help}</Said>
      </p>
      <Facts
        list={[
          [t(settings.state), <State alert={alert} />],
          [t(w.since), <Time at={alert.opened} />],
          [t(w.told), <Time at={alert.told} />],
          ...(alert.closed ? [[t(w.over), <Time at={alert.closed} />] as [string, JSX.Element]] : []),
          ...(alert.acknowledged
            ? ([
                [t(w.seenBy), alert.acknowledged_by],
                [t(w.note), alert.note],
              ] as [string, string | null][])
            : []),
        ]}
      />
      {mine && alert.state === "open" ? (
        <form
          class="fields"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void acknowledge();
          }}
        >
          <TextField label={t(w.note)} help={t(w.noteHelp)} maxLength={1000} value={note} onInput={setNote} />
          <div class="actions">
            <Button look="primary" type="submit" busy={doing.busy}>
              {t(w.acknowledge)}
            </Button>
          </div>
        </form>
      ) : null}
      <ErrorMessage error={doing.error} />
    </Panel>
  );
}
