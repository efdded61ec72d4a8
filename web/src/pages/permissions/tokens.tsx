// API tokens: for programs.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ask, path } from "../../api/client";
import { useAsk, useDoing } from "../../api/use";
import { me } from "../../app/session";
import { Button, Empty, Time } from "../../components/basics";
import { SelectField, TextField } from "../../components/field";
import { ErrorMessage, Message } from "../../components/message";
import { Panel } from "../../components/panel";
import { Table } from "../../components/table";
import { app } from "../../words/app";
import { permissions as p, tokens as w } from "../../words/permissions";
import { t } from "../../words/words";
import { Once, PermissionsFrame, RemoveQuestion, RoleChoice, type Role } from "./parts";

interface Token {
  user: string;
  name: string;
  created: string;
  ends: string;
  used: string | null;
  roles: string;
}

export default function TokensPage(): JSX.Element {
  const asked = useAsk<{ tokens: Token[] }>("/tokens", { all: true });
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Token | null>(null);
  return (
    <PermissionsFrame to="/permissions/tokens" text={t(w.text)}>
      <Table
        caption={t(p.tokens)}
        rows={asked.data?.tokens ?? null}
        rowKey={(row) => row.user + "\n" + row.name}
        loading={asked.loading}
        error={asked.error}
        retry={asked.reload}
        actions={
          <Button look="primary" icon="add" onClick={() => setAdding(true)}>
            {t(w.add)}
          </Button>
        }
        empty={<Empty icon="permissions" title={t(w.none)} text={t(w.noneText)} />}
        columns={[
          { name: "name", title: t(p.name), value: (row) => row.name, cell: (row) => row.name },
          { name: "user", title: t(w.user), value: (row) => row.user, cell: (row) => row.user },
          { name: "roles", title: t(p.roles), value: (row) => row.roles, cell: (row) => row.roles, wide: true },
          { name: "ends", title: t(w.ends), value: (row) => row.ends, cell: (row) => <Time at={row.ends} /> },
          { name: "used", title: t(w.used), value: (row) => row.used, cell: (row) => <Time at={row.used} />, wide: true },
          {
            name: "remove",
            title: t(p.remove),
            cell: (row) => (
              <Button small icon="remove" label={`${t(p.remove)}: ${row.name}`} onClick={() => setRemoving(row)}>
                {t(p.remove)}
              </Button>
            ),
          },
        ]}
      />
      {adding ? <Add onClose={() => setAdding(false)} changed={asked.reload} /> : null}
      {removing ? (
        <RemoveQuestion
          name={removing.name}
          text={t(w.removeText)}
          route={path`/tokens/${removing.name}`}
          query={{ user: removing.user }}
          onNo={() => setRemoving(null)}
          onDone={() => {
            setRemoving(null);
            asked.reload();
          }}
        />
      ) : null}
    </PermissionsFrame>
  );
}

function Add({ onClose, changed }: { onClose: () => void; changed: () => void }): JSX.Element {
  const roles = useAsk<{ roles: Role[] }>("/roles");
  const users = useAsk<{ users: { name: string }[] }>("/users");
  const [name, setName] = useState("");
  const [user, setUser] = useState(me().user);
  const [days, setDays] = useState("90");
  const [chosen, setChosen] = useState<string[]>([]);
  const [secret, setSecret] = useState<string | null>(null);
  const [empty, setEmpty] = useState(false);
  const doing = useDoing();
  const save = async () => {
    setEmpty(chosen.length === 0);
    if (chosen.length === 0) return;
    const body = { name: name.trim(), user, roles: chosen.join(","), days: Number(days) || 90 };
    const done = await doing.run(async (signal) => {
      setSecret((await ask<{ token: string }>("POST", "/tokens", { body, signal })).data.token);
    });
    if (done) changed();
  };
  return (
    <Panel title={t(w.add)} onClose={onClose}>
      {secret !== null ? (
        <>
          <Once title={t(w.once)} secret={secret} />
          <div class="actions">
            <Button look="primary" onClick={onClose}>
              {t(app.close)}
            </Button>
          </div>
        </>
      ) : (
        <form
          class="fields"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <TextField label={t(p.name)} required value={name} onInput={setName} />
          <SelectField label={t(w.user)} value={user} options={(users.data?.users ?? [{ name: me().user }]).map((one) => [one.name, one.name])} onInput={setUser} />
          <TextField label={t(w.days)} type="number" inputmode="numeric" value={days} onInput={setDays} />
          <RoleChoice roles={(roles.data?.roles ?? []).filter((role) => me().roles.includes(role.name))} chosen={chosen} onInput={setChosen} />
          {empty ? (
            <Message tone="bad" live>
              {t(w.choose)}
            </Message>
          ) : null}
          <ErrorMessage error={doing.error ?? roles.error} />
          <div class="actions">
            <Button look="primary" type="submit" busy={doing.busy}>
              {t(w.add)}
            </Button>
            <Button onClick={onClose}>{t(app.cancel)}</Button>
          </div>
        </form>
      )}
    </Panel>
  );
}
