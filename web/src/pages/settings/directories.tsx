// Directories that tell who is who.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ask, path } from "../../api/client";
import { useDoing } from "../../api/use";
import { roles } from "../../app/roles";
import type { PageProps } from "../../app/routes";
import { may, me } from "../../app/session";
import { Badge, Button, Card, Said, Time } from "../../components/basics";
import type { Check } from "../../api/types";
import { Findings } from "../connectors/parts";
import { ErrorMessage, Message } from "../../components/message";
import { Table } from "../../components/table";
import { directories as w, settings } from "../../words/setup";
import { number, t } from "../../words/words";
import { SettingsFrame } from "./tabs";
import { Things, type Thing, type ThingShown } from "./things";

interface Directory extends Thing {
  persons: number;
  addresses: number;
  synchronised: string | null;
  next: string | null;
  error: string | null;
}

interface DirectoryShown extends Omit<Directory, "conflicts">, ThingShown {
  conflicts: { person: string; why: string }[];
}

interface Synced {
  told: number;
  joined: number;
  left: number;
  conflicts: number;
}

export default function DirectoriesPage({ query }: PageProps): JSX.Element {
  return (
    <SettingsFrame to="/settings/directories" text={t(w.text)}>
      <Things<Directory, DirectoryShown>
        open={query.get("open")}
        sort={{
          route: "/directories",
          list: "directories",
          kinds: [
            ["graph", "Microsoft Entra ID"],
            ["ldap", "LDAP, Active Directory"],
          ],
          kindRoute: (kind) => path`/directories/kinds/${kind ?? ""}`,
          titles: { one: t(w.one), add: t(w.addTitle), none: t(settings.none), noneText: t(w.noneText), removeText: t(w.removeText) },
          mayChange: may(me(), [roles.owner]),
          columns: [
            { name: "name", title: t(settings.name), value: (row) => row.name, cell: (row) => row.name },
            { name: "kind", title: t(settings.kind), value: (row) => row.kind, cell: (row) => row.kind, wide: true },
            { name: "persons", title: t(w.persons), value: (row) => row.persons, cell: (row) => number(row.persons), number: true },
            { name: "synchronised", title: t(w.synchronised), value: (row) => row.synchronised, cell: (row) => <Time at={row.synchronised} /> },
            {
              name: "error",
              title: t(settings.state),
              cell: (row) => (row.error ? <Badge tone="bad">{t(settings.reason)}</Badge> : "–"),
            },
          ],
          facts: (one) => [
            [t(w.persons), number(one.persons)],
            [t(w.addresses), number(one.addresses)],
            [t(w.synchronised), <Time at={one.synchronised} />],
            [t(settings.nextTry), <Time at={one.next} />],
            [t(settings.reason), one.error ? <Said>{one.error}</Said> : null],
          ],
          more: (one, changed) => <More key={one.name} one={one} changed={changed} />,
        }}
      />
    </SettingsFrame>
  );
}

function More({ one, changed }: { one: DirectoryShown; changed: () => void }): JSX.Element {
  const doing = useDoing();
  const [checked, setChecked] = useState<Check | null>(null);
  const [synced, setSynced] = useState<Synced | null>(null);
  const route = path`/directories/${one.name}`;
  return (
    <>
      {may(me(), [roles.owner]) ? (
        <div class="actions">
          <Button
            icon="check"
            busy={doing.busy}
            onClick={() => doing.run(async (signal) => setChecked((await ask<Check>("POST", route + "/check", { body: {}, signal })).data))}
          >
            {t(settings.check)}
          </Button>
          <Button
            icon="refresh"
            busy={doing.busy}
            onClick={() =>
              doing.run(async (signal) => {
                setSynced((await ask<Synced>("POST", route + "/sync", { body: {}, signal })).data);
                changed();
              })
            }
          >
            {t(w.sync)}
          </Button>
        </div>
      ) : null}
      <ErrorMessage error={doing.error} />
      {checked ? <Findings check={checked} good={settings.allGood} bad={settings.someBad} /> : null}
      {synced ? (
        <Message tone="good" live>
          {t(w.synced, { told: synced.told, joined: synced.joined, left: synced.left, conflicts: synced.conflicts })}
        </Message>
      ) : null}
      {one.conflicts.length > 0 ? (
        <Card title={t(w.conflicts)}>
          <Table
            caption={t(w.conflicts)}
            rows={one.conflicts.map((row, i) => ({ ...row, i }))}
            rowKey={(row) => row.i}
            empty={null}
            columns={[
              { name: "person", title: t(w.persons), value: (row) => row.person, cell: (row) => row.person },
              { name: "why", title: t(settings.reason), value: (row) => row.why, cell: (row) => <Said>{row.why}</Said> },
            ]}
          />
        </Card>
      ) : null}
    </>
  );
}
