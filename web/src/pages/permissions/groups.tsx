// Role groups: their roles and members.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ask, path } from "../../api/client";
import { useAsk, useDoing } from "../../api/use";
import { setQuery } from "../../app/router";
import type { PageProps } from "../../app/routes";
import { Badge, Button, Card, Loading } from "../../components/basics";
import { SelectField, TextField } from "../../components/field";
import { ErrorMessage } from "../../components/message";
import { Panel } from "../../components/panel";
import { Table } from "../../components/table";
import { app } from "../../words/app";
import { groups as w, permissions as p } from "../../words/permissions";
import { number, t } from "../../words/words";
import { helpOf, PermissionsFrame, RemoveQuestion, RoleChoice, type Role } from "./parts";

interface Group {
  name: string;
  builtin: boolean;
  members: number;
  description: string | null;
  roles: string;
}

interface GroupShown {
  name: string;
  description: string | null;
  builtin: boolean;
  roles: string[];
  members: { name: string; title: string | null; active: boolean; provider: string | null }[];
}

export default function GroupsPage({ query }: PageProps): JSX.Element {
  const asked = useAsk<{ role_groups: Group[] }>("/role-groups");
  const roles = useAsk<{ roles: Role[] }>("/roles");
  const [adding, setAdding] = useState(false);
  const open = query.get("open");
  return (
    <PermissionsFrame to="/permissions" text={t(w.text)}>
      <Table
        caption={t(p.groups)}
        rows={asked.data?.role_groups ?? null}
        rowKey={(row) => row.name}
        loading={asked.loading}
        error={asked.error ?? roles.error}
        retry={asked.reload}
        current={open}
        onOpen={(row) => setQuery({ open: row.name }, false)}
        actions={
          <Button look="primary" icon="add" onClick={() => setAdding(true)}>
            {t(w.add)}
          </Button>
        }
        empty={null}
        columns={[
          { name: "name", title: t(p.name), value: (row) => row.name, cell: (row) => row.name },
          { name: "builtin", title: t(p.state), cell: (row) => (row.builtin ? <Badge tone="quiet">{t(p.builtin)}</Badge> : ""), wide: true },
          { name: "roles", title: t(p.roles), value: (row) => row.roles, cell: (row) => row.roles || t(w.noRoles), wide: true },
          { name: "members", title: t(p.members), value: (row) => row.members, cell: (row) => number(row.members), number: true },
        ]}
      />
      {adding ? (
        <GroupForm
          roles={roles.data?.roles ?? []}
          onClose={() => setAdding(false)}
          onDone={(name) => {
            setAdding(false);
            asked.reload();
            setQuery({ open: name }, false);
          }}
        />
      ) : null}
      {open !== null && !adding ? <Open key={open} name={open} roles={roles.data?.roles ?? []} changed={asked.reload} /> : null}
    </PermissionsFrame>
  );
}

type Doing = "roles" | "copy" | "remove" | null;

function Open({ name, roles, changed }: { name: string; roles: Role[]; changed: () => void }): JSX.Element {
  const asked = useAsk<GroupShown>(path`/role-groups/${name}`);
  const [doing, setDoing] = useState<Doing>(null);
  const group = asked.data;
  const close = () => setQuery({ open: null });
  const reload = () => {
    asked.reload();
    changed();
  };
  if (doing === "roles" && group)
    return (
      <GroupForm
        roles={roles}
        group={group}
        onClose={() => setDoing(null)}
        onDone={() => {
          setDoing(null);
          reload();
        }}
      />
    );
  return (
    <Panel
      title={name}
      subtitle={group?.builtin ? t(p.builtin) : (group?.description ?? "")}
      onClose={close}
      actions={
        group ? (
          <>
            {group.builtin ? null : (
              <Button icon="edit" onClick={() => setDoing("roles")}>
                {t(w.edit)}
              </Button>
            )}
            <Button icon="add" onClick={() => setDoing("copy")}>
              {t(w.copy)}
            </Button>
            {group.builtin ? null : (
              <Button icon="remove" onClick={() => setDoing("remove")}>
                {t(p.remove)}
              </Button>
            )}
          </>
        ) : null
      }
    >
      <ErrorMessage error={asked.error} retry={asked.reload} />
      {group === null ? (
        asked.loading ? (
          <Loading />
        ) : null
      ) : (
        <>
          {doing === "copy" ? <Copy group={group} onNo={() => setDoing(null)} changed={changed} /> : null}
          <Card title={t(p.roles)}>
            {group.roles.length === 0 ? <p>{t(w.noRoles)}</p> : null}
            <dl class="role-list">
              {group.roles.map((role) => (
                <div key={role}>
                  <dt>{role}</dt>
                  <dd>{helpOf(roles.find((one) => one.name === role) ?? { name: role, help: "" })}</dd>
                </div>
              ))}
            </dl>
          </Card>
          <Members group={group} reload={reload} />
        </>
      )}
      {doing === "remove" ? (
        <RemoveQuestion
          name={name}
          text={t(w.removeText)}
          route={path`/role-groups/${name}`}
          onNo={() => setDoing(null)}
          onDone={() => {
            close();
            changed();
          }}
        />
      ) : null}
    </Panel>
  );
}

function Members({ group, reload }: { group: GroupShown; reload: () => void }): JSX.Element {
  const users = useAsk<{ users: { name: string; title: string | null }[] }>("/users");
  const [chosen, setChosen] = useState("");
  const doing = useDoing();
  const free = (users.data?.users ?? []).filter((user) => !group.members.some((member) => member.name === user.name));
  const first = chosen || free[0]?.name || "";
  const add = async () => {
    if (!(await doing.run((signal) => ask("POST", path`/role-groups/${group.name}/members`, { body: { user: first }, signal })))) return;
    setChosen("");
    reload();
  };
  const out = async (user: string) => {
    if (await doing.run((signal) => ask("DELETE", path`/role-groups/${group.name}/members/${user}`, { signal }))) reload();
  };
  return (
    <Card title={t(p.members)}>
      {group.members.length === 0 ? <p>{t(w.noMembers)}</p> : null}
      <ul class="file-list">
        {group.members.map((member) => (
          <li class="file" key={member.name}>
            <div class="file-line">
              <span class="file-name">
                {member.title ? `${member.title} (${member.name})` : member.name}{" "}
                {member.active ? null : <Badge tone="warn">{t(w.inactive)}</Badge>}{" "}
                {member.provider ? <Badge tone="quiet">{t(w.byProvider, { name: member.provider })}</Badge> : null}
              </span>
              <Button small busy={doing.busy} label={t(w.outOf, { name: member.name })} onClick={() => void out(member.name)}>
                {t(w.out)}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <ErrorMessage error={doing.error ?? users.error} />
      {free.length > 0 ? (
        <form
          class="find"
          onSubmit={(event) => {
            event.preventDefault();
            void add();
          }}
        >
          <SelectField label={t(w.account)} value={first} options={free.map((user) => [user.name, user.title ? `${user.title} (${user.name})` : user.name])} onInput={setChosen} />
          <Button type="submit" icon="add" busy={doing.busy}>
            {t(w.addMember)}
          </Button>
        </form>
      ) : null}
    </Card>
  );
}

function Copy({ group, onNo, changed }: { group: GroupShown; onNo: () => void; changed: () => void }): JSX.Element {
  const [to, setTo] = useState("");
  const doing = useDoing();
  return (
    <Card title={t(w.copyTitle, { name: group.name })}>
      <form
        class="fields"
        onSubmit={async (event) => {
          event.preventDefault();
          const name = to.trim();
          if (!(await doing.run((signal) => ask("POST", path`/role-groups/${group.name}/copy`, { body: { to: name }, signal })))) return;
          changed();
          setQuery({ open: name });
        }}
      >
        <TextField label={t(w.newName)} required value={to} onInput={setTo} />
        <ErrorMessage error={doing.error} />
        <div class="actions">
          <Button look="primary" type="submit" busy={doing.busy}>
            {t(w.copy)}
          </Button>
          <Button onClick={onNo}>{t(app.cancel)}</Button>
        </div>
      </form>
    </Card>
  );
}

function GroupForm(q: { roles: Role[]; group?: GroupShown; onClose: () => void; onDone: (name: string) => void }): JSX.Element {
  const [name, setName] = useState(q.group?.name ?? "");
  const [description, setDescription] = useState(q.group?.description ?? "");
  const [chosen, setChosen] = useState<string[]>(q.group?.roles ?? []);
  const doing = useDoing();
  const save = async () => {
    const before = q.group?.roles ?? [];
    const added = chosen.filter((role) => !before.includes(role)).join(",");
    const taken = before.filter((role) => !chosen.includes(role)).join(",");
    const told = description.trim();
    const done = q.group
      ? await doing.run((signal) =>
          ask("PATCH", path`/role-groups/${q.group?.name ?? ""}`, {
            body: { ...(added ? { add: added } : {}), ...(taken ? { take: taken } : {}), ...(told !== (q.group?.description ?? "") ? { description: told } : {}) },
            signal,
          }),
        )
      : await doing.run((signal) =>
          ask("POST", "/role-groups", { body: { name: name.trim(), ...(added ? { roles: added } : {}), ...(told ? { description: told } : {}) }, signal }),
        );
    if (done) q.onDone(name.trim());
  };
  return (
    <Panel title={q.group?.name ?? t(w.add)} onClose={q.onClose}>
      <form
        class="fields"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {q.group ? null : <TextField label={t(p.name)} required value={name} onInput={setName} />}
        <TextField label={t(p.description)} value={description} onInput={setDescription} />
        <RoleChoice roles={q.roles} chosen={chosen} onInput={setChosen} />
        <ErrorMessage error={doing.error} />
        <div class="actions">
          <Button look="primary" type="submit" busy={doing.busy}>
            {t(app.save)}
          </Button>
          <Button onClick={q.onClose}>{t(app.cancel)}</Button>
        </div>
      </form>
    </Panel>
  );
}
