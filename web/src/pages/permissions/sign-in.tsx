// Signing in: identity providers with the mapping of their groups; sessions.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ask, path } from "../../api/client";
import type { Check } from "../../api/types";
import { useAsk, useDoing } from "../../api/use";
import { setQuery } from "../../app/router";
import type { PageProps } from "../../app/routes";
import { Button, Card, Empty, Facts, Loading } from "../../components/basics";
import { SelectField, TextField } from "../../components/field";
import { ErrorMessage, Message } from "../../components/message";
import { Panel } from "../../components/panel";
import { Rich } from "../../components/rich";
import { bodyOf, changesOf, typedOf, type Setting, type SettingValue } from "../../components/setup";
import { Table } from "../../components/table";
import { app } from "../../words/app";
import { permissions as p, providers as w } from "../../words/permissions";
import { settingWords } from "../../words/settings";
import { settings } from "../../words/setup";
import { t } from "../../words/words";
import { Findings } from "../connectors/parts";
import { SetupForm } from "../settings/things";
import { PermissionsFrame, RemoveQuestion } from "./parts";

interface Provider {
  name: string;
}
interface ProviderShown {
  settings: SettingValue[];
}

export default function SignInPage({ query }: PageProps): JSX.Element {
  const asked = useAsk<{ providers: Provider[] }>("/identity-providers");
  const [adding, setAdding] = useState(false);
  const open = query.get("open");
  return (
    <PermissionsFrame to="/permissions/sign-in" text={t(w.text)}>
      <Table
        caption={t(p.providers)}
        rows={asked.data?.providers ?? null}
        rowKey={(row) => row.name}
        loading={asked.loading}
        error={asked.error}
        retry={asked.reload}
        onOpen={(row) => setQuery({ open: row.name }, false)}
        actions={
          <Button look="primary" icon="add" onClick={() => setAdding(true)}>
            {t(w.add)}
          </Button>
        }
        empty={<Empty icon="shield" title={t(w.none)} text={t(w.noneText)} />}
        columns={[{ name: "name", title: t(p.name), value: (row) => row.name, cell: (row) => row.name }]}
      />
      <Sessions />
      {adding ? (
        <Panel title={t(w.add)} onClose={() => setAdding(false)}>
          <Form
            name={null}
            values={[]}
            onEnd={(name) => {
              setAdding(false);
              asked.reload();
              if (name) setQuery({ open: name }, false);
            }}
          />
        </Panel>
      ) : null}
      {open !== null && !adding ? <Open key={open} name={open} changed={asked.reload} /> : null}
    </PermissionsFrame>
  );
}

const of = "identity-provider"; // by which its settings' words are found
const label = (name: string) => {
  const words = settingWords(of, name);
  return words ? t(words.label) : name;
};
const mapped = (one: SettingValue) => one.name.startsWith("group.");

function Open({ name, changed }: { name: string; changed: () => void }): JSX.Element {
  const asked = useAsk<ProviderShown>(path`/identity-providers/${name}`);
  const [doing, setDoing] = useState<"edit" | "remove" | null>(null);
  const [checked, setChecked] = useState<Check | null>(null);
  const checking = useDoing();
  const close = () => setQuery({ open: null });
  const values = asked.data?.settings ?? null;
  return (
    <Panel
      title={name}
      onClose={close}
      actions={
        values ? (
          <>
            <Button icon="edit" onClick={() => setDoing("edit")}>
              {t(settings.edit)}
            </Button>
            <Button
              icon="check"
              busy={checking.busy}
              onClick={() => void checking.run(async (signal) => setChecked((await ask<Check>("POST", path`/identity-providers/${name}/check`, { body: {}, signal })).data))}
            >
              {t(w.check)}
            </Button>
            <Button icon="remove" onClick={() => setDoing("remove")}>
              {t(p.remove)}
            </Button>
          </>
        ) : null
      }
    >
      <ErrorMessage error={asked.error ?? checking.error} />
      {checked ? <Findings check={checked} good={settings.allGood} bad={settings.someBad} /> : null}
      {values === null ? (
        asked.loading ? (
          <Loading />
        ) : null
      ) : doing === "edit" ? (
        <Form
          name={name}
          values={values}
          onEnd={() => {
            setDoing(null);
            asked.reload();
          }}
        />
      ) : (
        <>
          <Facts list={values.filter((one) => !mapped(one)).map((one) => [label(one.name), one.secret ? t(settings.hidden) : (one.value ?? "–")])} />
          <Mapping name={name} values={values} changed={asked.reload} />
        </>
      )}
      {doing === "remove" ? (
        <RemoveQuestion
          name={name}
          text={t(w.removeText)}
          route={path`/identity-providers/${name}`}
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

// Which of the provider's groups is which role group here.
function Mapping({ name, values, changed }: { name: string; values: SettingValue[]; changed: () => void }): JSX.Element {
  const groups = useAsk<{ role_groups: { name: string }[] }>("/role-groups");
  const [theirs, setTheirs] = useState("");
  const [ours, setOurs] = useState("");
  const doing = useDoing();
  const list = (groups.data?.role_groups ?? []).map((one): [string, string] => [one.name, one.name]);
  const put = async (key: string, value: string | null) => {
    const body = { set: { ["group." + key]: value } };
    if (!(await doing.run((signal) => ask("PUT", path`/identity-providers/${name}`, { body, signal })))) return;
    setTheirs("");
    changed();
  };
  return (
    <Card title={t(w.mapping)}>
      <p class="quiet">{t(w.mappingText)}</p>
      <ul class="file-list">
        {values.filter(mapped).map((one) => (
          <li class="file" key={one.name}>
            <div class="file-line">
              <span class="file-name">
                {one.name.slice("group.".length)} → {one.value}
              </span>
              <Button small busy={doing.busy} label={`${t(p.remove)}: ${one.name.slice("group.".length)}`} onClick={() => void put(one.name.slice("group.".length), null)}>
                {t(p.remove)}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <form
        class="find"
        onSubmit={(event) => {
          event.preventDefault();
          if (theirs.trim() !== "") void put(theirs.trim(), ours || list[0]?.[0] || "");
        }}
      >
        <TextField label={t(w.theirGroup)} value={theirs} onInput={setTheirs} />
        <SelectField label={t(w.ourGroup)} value={ours || list[0]?.[0] || ""} options={list} onInput={setOurs} />
        <Button type="submit" icon="add" busy={doing.busy}>
          {t(w.addMapping)}
        </Button>
      </form>
      <ErrorMessage error={doing.error ?? groups.error} />
    </Card>
  );
}

function Form(q: { name: string | null; values: SettingValue[]; onEnd: (name: string | null) => void }): JSX.Element {
  const described = useAsk<{ settings: Setting[] }>("/identity-provider-settings");
  const before = typedOf(q.values);
  const [name, setName] = useState(q.name ?? "");
  const [typed, setTyped] = useState(before);
  const doing = useDoing();
  const save = async () => {
    const body = bodyOf(changesOf(described.data?.settings ?? [], before, typed));
    if (Object.keys(body).length === 0) q.onEnd(null);
    else if (await doing.run((signal) => ask("PUT", path`/identity-providers/${name.trim()}`, { body, signal }))) q.onEnd(name.trim());
  };
  return (
    <SetupForm
      of={of}
      kind={described.data}
      error={described.error}
      typed={typed}
      kept={q.name !== null}
      onInput={setTyped}
      doing={doing}
      action={t(app.save)}
      onDo={() => void save()}
      onCancel={() => q.onEnd(null)}
      {...(q.name === null ? { named: name } : {})}
    >
      <p class="quiet">
        <Rich text={t(w.redirect, { address: location.origin + "/sign-in/callback" })} />
      </p>
      {q.name === null ? <TextField label={t(p.name)} required value={name} onInput={setName} /> : null}
    </SetupForm>
  );
}

function Sessions(): JSX.Element | null {
  const asked = useAsk<{ settings: SettingValue[] }>("/sign-in");
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [saved, setSaved] = useState(false);
  const doing = useDoing();
  const list = asked.data?.settings ?? null;
  if (list === null) return <ErrorMessage error={asked.error} retry={asked.reload} />;
  const value = (key: string) => typed[key] ?? list.find((one) => one.name === key)?.value ?? "";
  const save = async () => {
    setSaved(await doing.run((signal) => ask("PATCH", "/sign-in", { body: { set: typed }, signal })));
    asked.reload();
  };
  return (
    <Card title={t(w.sessions)}>
      <form
        class="fields"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (Object.keys(typed).length > 0) void save();
        }}
      >
        <TextField label={t(w.idle)} inputmode="numeric" value={value("idle-minutes")} onInput={(to) => setTyped({ ...typed, "idle-minutes": to })} />
        <TextField label={t(w.longest)} inputmode="numeric" value={value("longest-hours")} onInput={(to) => setTyped({ ...typed, "longest-hours": to })} />
        <ErrorMessage error={doing.error} />
        {saved ? (
          <Message tone="good" live>
            {t(settings.saved)}
          </Message>
        ) : null}
        <div class="actions">
          <Button look="primary" type="submit" busy={doing.busy}>
            {t(app.save)}
          </Button>
        </div>
      </form>
    </Card>
  );
}
