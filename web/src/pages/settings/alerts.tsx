// Alerts: those there are, by which channels they are told, and by which rules
// they are raised.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ask, path } from "../../api/client";
import { useAsk, useDoing } from "../../api/use";
import { roles } from "../../app/roles";
import type { PageProps } from "../../app/routes";
import { may, me } from "../../app/session";
import { Badge, Button, Said, Time } from "../../components/basics";
import { CheckField, SelectField, TextField } from "../../components/field";
import { ErrorMessage, Message } from "../../components/message";
import { Panel } from "../../components/panel";
import { Table } from "../../components/table";
import { alerts as w, settings } from "../../words/setup";
import { app } from "../../words/app";
import { say } from "../../words/say";
import { number, t } from "../../words/words";
import { AlertList } from "./alert-list";
import { severities, Severity } from "./severity";
import { SettingsFrame } from "./tabs";
import { Things, type Thing, type ThingShown } from "./things";

interface Channel extends Thing {
  told: string | null;
  waiting: number;
  failing_since: string | null;
  error: string | null;
}
type ChannelShown = Channel & ThingShown;

interface Rule {
  name: string;
  severity: string;
  bound: number | null;
  unit: string | null;
  silent: boolean;
  changed: boolean;
  title: string;
  help: string;
}

export default function AlertsPage({ query }: PageProps): JSX.Element {
  return (
    <SettingsFrame to="/settings/alerts" text={t(w.text)}>
      <AlertList />
      <h2>{t(w.channels)}</h2>
      <Things<Channel, ChannelShown>
        open={query.get("open")}
        sort={{
          route: "/channels",
          list: "channels",
          kinds: null,
          kindRoute: (kind) => "/channel-kinds" + (kind === null ? "" : "?kind=" + encodeURIComponent(kind)),
          titles: { one: t(w.one), add: t(w.addTitle), none: t(settings.none), noneText: t(w.noneText), removeText: t(w.removeText) },
          mayChange: may(me(), [roles.owner]),
          columns: [
            { name: "name", title: t(settings.name), value: (row) => row.name, cell: (row) => row.name },
            { name: "kind", title: t(settings.kind), value: (row) => row.kind, cell: (row) => row.kind },
            { name: "told", title: t(w.told), value: (row) => row.told, cell: (row) => <Time at={row.told} /> },
            { name: "waiting", title: t(w.waiting), value: (row) => row.waiting, cell: (row) => number(row.waiting), number: true },
          ],
          facts: (one) => [
            [t(w.told), <Time at={one.told} />],
            [t(w.waiting), number(one.waiting)],
            [t(settings.reason), one.error ? <Said>{one.error}</Said> : null],
          ],
          more: (one, changed) => (may(me(), [roles.owner]) ? <Test key={one.name} name={one.name} changed={changed} /> : null),
        }}
      />
      <Rules />
    </SettingsFrame>
  );
}

function Test({ name, changed }: { name: string; changed: () => void }): JSX.Element {
  const doing = useDoing();
  const [done, setDone] = useState(false);
  return (
    <>
      <div class="actions">
        <Button
          busy={doing.busy}
          onClick={async () => {
            setDone(false);
            setDone(await doing.run((signal) => ask("POST", path`/channels/${name}/test`, { body: {}, signal })));
            changed();
          }}
        >
          {t(w.test)}
        </Button>
      </div>
      <ErrorMessage error={doing.error} />
      {done ? (
        <Message tone="good" live>
          {t(w.tested)}
        </Message>
      ) : null}
    </>
  );
}

// --- rules -----------------------------------------------------------------

function Rules(): JSX.Element {
  const asked = useAsk<{ rules: Rule[] }>("/alert-rules");
  const [open, setOpen] = useState<string | null>(null);
  const rule = asked.data?.rules.find((one) => one.name === open) ?? null;
  return (
    <>
      <h2>{t(w.rules)}</h2>
      <Table
        caption={t(w.rules)}
        rows={asked.data?.rules ?? null}
        rowKey={(row) => row.name}
        loading={asked.loading}
        error={asked.error}
        retry={asked.reload}
        onOpen={may(me(), [roles.owner]) ? (row) => setOpen(row.name) : undefined}
        empty={null}
        columns={[
          { name: "title", title: t(w.rule), value: (row) => row.title, cell: (row) => <Said>{row.title}</Said> },
          { name: "severity", title: t(w.severity), value: (row) => row.severity, cell: (row) => <Severity name={row.severity} /> },
          {
            name: "bound",
            title: t(w.bound),
            cell: (row) =>
              row.bound === null ? (
                "–"
              ) : (
                <>
                  {number(row.bound)} <Said>{row.unit}</Said>
                </>
              ),
          },
          {
            name: "state",
            title: t(settings.state),
            cell: (row) => (
              <>
                {row.silent ? <Badge tone="quiet">{t(w.silent)}</Badge> : null} {row.changed ? <Badge tone="info">{t(w.changed)}</Badge> : null}
              </>
            ),
            wide: true,
          },
        ]}
      />
      {rule ? <RulePanel rule={rule} onClose={() => setOpen(null)} changed={asked.reload} /> : null}
    </>
  );
}

function RulePanel({ rule, onClose, changed }: { rule: Rule; onClose: () => void; changed: () => void }): JSX.Element {
  const [severity, setSeverity] = useState(rule.severity);
  const [bound, setBound] = useState(rule.bound === null ? "" : String(rule.bound));
  const [silent, setSilent] = useState(rule.silent);
  const doing = useDoing();
  const save = async (body: unknown) => {
    if (!(await doing.run((signal) => ask("PATCH", path`/alert-rules/${rule.name}`, { body, signal })))) return;
    changed();
    onClose();
  };
  return (
    <Panel title={say(rule.title)} onClose={onClose}>
      <p>
        <Said>{rule.help}</Said>
      </p>
      <form
        class="fields"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save({ severity, silent: silent ? "yes" : "no", ...(rule.bound !== null && bound !== "" ? { bound: Number(bound) } : {}) });
        }}
      >
        <SelectField
          label={t(w.severity)}
          value={severity}
          options={Object.entries(severities).map(([name, [text]]) => [name, t(text)])}
          onInput={setSeverity}
        />
        {rule.bound !== null ? <TextField label={t(w.bound)} help={<Said>{rule.unit}</Said>} type="number" inputmode="numeric" value={bound} onInput={setBound} /> : null}
        <CheckField label={t(w.silent)} help={t(w.silentHelp)} value={silent} onInput={setSilent} />
        <ErrorMessage error={doing.error} />
        <div class="actions">
          <Button look="primary" type="submit" busy={doing.busy}>
            {t(app.save)}
          </Button>
          {rule.changed ? (
            <Button busy={doing.busy} onClick={() => void save({ default: true })}>
              {t(w.asBefore)}
            </Button>
          ) : null}
        </div>
      </form>
    </Panel>
  );
}
