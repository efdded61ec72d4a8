// Accounts: who can sign in.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ask, path } from "../../api/client";
import { useAsk, useDoing } from "../../api/use";
import { setQuery } from "../../app/router";
import type { PageProps } from "../../app/routes";
import { Badge, Button, Card, Facts, Loading, Said, Time, type Tone } from "../../components/basics";
import { CheckField, SelectField, TextField } from "../../components/field";
import { ErrorMessage, Message } from "../../components/message";
import { Confirm, Panel } from "../../components/panel";
import { Table } from "../../components/table";
import { app } from "../../words/app";
import { accounts as w, permissions as p } from "../../words/permissions";
import { say } from "../../words/say";
import { number, t, type Text } from "../../words/words";
import { Once, PermissionsFrame, RemoveQuestion } from "./parts";

interface User {
  name: string;
  title: string | null;
  state: string;
  signs_in: string;
  signed_in: string | null;
  sessions: number;
  groups: string | null;
}

interface UserShown {
  name: string;
  title: string | null;
  state: string;
  waits_until: string | null;
  signs_in: string;
  must_change: boolean;
  code: boolean;
  created: string;
  signed_in: string | null;
  groups: string[];
  roles: string[];
  sessions: number;
}

const states: Record<string, [Text, Tone]> = { active: [w.active, "good"], disabled: [w.disabled, "quiet"], locked: [w.locked, "bad"] };

function State({ name }: { name: string }): JSX.Element {
  const [text, tone] = states[name] ?? [null, "warn" as Tone];
  return <Badge tone={tone}>{text ? t(text) : name}</Badge>;
}

// Those of the operating system are named by the server.
function titleOf(user: { name: string; title: string | null }): string | null {
  return user.title && user.name.startsWith("local:") ? say(user.title) : user.title;
}

export default function AccountsPage({ query }: PageProps): JSX.Element {
  const asked = useAsk<{ users: User[] }>("/users");
  const [adding, setAdding] = useState(false);
  const open = query.get("open");
  return (
    <PermissionsFrame to="/permissions/accounts" text={t(w.text)}>
      <Table
        caption={t(p.accounts)}
        rows={asked.data?.users ?? null}
        rowKey={(row) => row.name}
        loading={asked.loading}
        error={asked.error}
        retry={asked.reload}
        current={open}
        filter
        onOpen={(row) => setQuery({ open: row.name }, false)}
        actions={
          <Button look="primary" icon="add" onClick={() => setAdding(true)}>
            {t(w.add)}
          </Button>
        }
        empty={null}
        columns={[
          { name: "name", title: t(w.user), value: (row) => row.name, cell: (row) => row.name },
          { name: "title", title: t(w.person), value: (row) => row.title, cell: (row) => titleOf(row) ?? "–", wide: true },
          { name: "state", title: t(p.state), value: (row) => row.state, cell: (row) => <State name={row.state} /> },
          { name: "groups", title: t(w.groups), value: (row) => row.groups, cell: (row) => row.groups || "–", wide: true },
          { name: "last", title: t(w.last), value: (row) => row.signed_in, cell: (row) => <Time at={row.signed_in} />, wide: true },
          { name: "sessions", title: t(w.sessions), value: (row) => row.sessions, cell: (row) => number(row.sessions), number: true, wide: true },
        ]}
      />
      {adding ? <Add onClose={() => setAdding(false)} changed={asked.reload} /> : null}
      {open !== null && !adding ? <Open key={open} name={open} changed={asked.reload} /> : null}
    </PermissionsFrame>
  );
}

type Asking = "reset" | "remove" | null;

function Open({ name, changed }: { name: string; changed: () => void }): JSX.Element {
  const asked = useAsk<UserShown>(path`/users/${name}`);
  const [asking, setAsking] = useState<Asking>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const [ended, setEnded] = useState<number | null>(null);
  const [codeOff, setCodeOff] = useState(false);
  const doing = useDoing();
  const user = asked.data;
  const close = () => setQuery({ open: null });
  const reload = () => {
    asked.reload();
    changed();
  };
  const post = async (verb: string, body: unknown = {}) => {
    let data: { password?: string; ended?: number } = {};
    const done = await doing.run(async (signal) => {
      data = (await ask<typeof data>("POST", path`/users/${name}/` + verb, { body, signal })).data;
    });
    if (!done) return;
    setAsking(null);
    setSecret(data.password ?? null);
    setEnded(data.ended ?? null);
    reload();
  };
  const here = user?.signs_in === "password";
  return (
    <Panel title={(user && titleOf(user)) ?? name} subtitle={name} onClose={close}>
      <ErrorMessage error={asked.error} retry={asked.reload} />
      {user === null ? (
        asked.loading ? (
          <Loading />
        ) : null
      ) : (
        <>
          <div class="actions">
            {user.state === "disabled" ? (
              <Button busy={doing.busy} onClick={() => void post("enable")}>
                {t(w.enable)}
              </Button>
            ) : (
              <Button busy={doing.busy} onClick={() => void post("disable")}>
                {t(w.disable)}
              </Button>
            )}
            {here ? <Button onClick={() => setAsking("reset")}>{t(w.reset)}</Button> : null}
            {user.waits_until !== null || user.state === "locked" ? (
              <Button busy={doing.busy} onClick={() => void post("unlock")}>
                {t(w.unlock)}
              </Button>
            ) : null}
            {user.sessions > 0 ? (
              <Button busy={doing.busy} onClick={() => void post("sign-out")}>
                {t(w.signOut)}
              </Button>
            ) : null}
            <Button icon="remove" onClick={() => setAsking("remove")}>
              {t(p.remove)}
            </Button>
          </div>
          {asking === null ? <ErrorMessage error={doing.error} /> : null}
          {secret !== null ? <Once title={t(w.once, { name })} secret={secret} /> : null}
          {ended !== null ? (
            <Message tone="good" live>
              {t(w.ended, { n: ended })}
            </Message>
          ) : null}
          <Facts
            list={[
              [t(p.state), <State name={user.state} />],
              [t(w.waits), user.waits_until ? <Time at={user.waits_until} /> : null],
              [t(w.signsIn), here ? t(w.byPassword) : <Said>{user.signs_in}</Said>],
              [t(w.code), user.code ? t(app.yes) : t(app.no)],
              [t(w.mustChange), user.must_change ? t(app.yes) : t(app.no)],
              [t(w.created), <Time at={user.created} />],
              [t(w.last), <Time at={user.signed_in} />],
              [t(w.sessions), number(user.sessions)],
            ]}
          />
          <Card title={t(w.groups)}>
            {user.groups.length === 0 ? <p>{t(w.noGroup)}</p> : null}
            <ul class="plain-list">
              {user.groups.map((group) => (
                <li key={group}>
                  <a href={"/permissions?open=" + encodeURIComponent(group)}>{group}</a>
                </li>
              ))}
            </ul>
          </Card>
          <Card title={t(p.roles)}>
            <p>{user.roles.join(", ") || "–"}</p>
          </Card>
        </>
      )}
      {asking === "reset" ? (
        <Confirm
          title={t(w.reset)}
          action={t(w.reset)}
          busy={doing.busy}
          error={doing.error}
          onNo={() => setAsking(null)}
          onYes={() => void post("reset-password", codeOff ? { "code-off": true } : {})}
        >
          <p>{t(w.resetText)}</p>
          {user?.code ? <CheckField label={t(w.codeOff)} value={codeOff} onInput={setCodeOff} /> : null}
        </Confirm>
      ) : null}
      {asking === "remove" ? (
        <RemoveQuestion
          name={name}
          text={t(w.removeText)}
          route={path`/users/${name}`}
          onNo={() => setAsking(null)}
          onDone={() => {
            close();
            changed();
          }}
        />
      ) : null}
    </Panel>
  );
}

function Add({ onClose, changed }: { onClose: () => void; changed: () => void }): JSX.Element {
  const groups = useAsk<{ role_groups: { name: string }[] }>("/role-groups");
  const providers = useAsk<{ providers: { name: string }[] }>("/identity-providers");
  const [name, setName] = useState("");
  const [title, setTitle] = useState("");
  const [group, setGroup] = useState("");
  const [provider, setProvider] = useState("");
  const [secret, setSecret] = useState<string | null>(null);
  const doing = useDoing();
  const save = async () => {
    const body = { name: name.trim(), ...(title.trim() ? { title: title.trim() } : {}), ...(group ? { group } : {}), ...(provider ? { provider } : {}) };
    const done = await doing.run(async (signal) => {
      setSecret((await ask<{ password: string | null }>("POST", "/users", { body, signal })).data.password ?? "");
    });
    if (done) changed();
  };
  return (
    <Panel title={t(w.add)} onClose={onClose}>
      {secret !== null ? (
        <>
          {secret !== "" ? <Once title={t(w.once, { name: name.trim() })} secret={secret} /> : null}
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
          <TextField label={t(w.user)} help={t(w.userHelp)} required value={name} onInput={setName} />
          <TextField label={t(w.person)} value={title} onInput={setTitle} />
          <SelectField
            label={t(w.group)}
            value={group}
            options={[["", t(w.noGroup)], ...(groups.data?.role_groups ?? []).map((one): [string, string] => [one.name, one.name])]}
            onInput={setGroup}
          />
          <SelectField
            label={t(w.signsIn)}
            value={provider}
            options={[["", t(w.byPassword)], ...(providers.data?.providers ?? []).map((one): [string, string] => [one.name, one.name])]}
            onInput={setProvider}
          />
          <ErrorMessage error={doing.error ?? groups.error} />
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
