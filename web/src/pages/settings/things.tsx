// Things that are set up by names and values (targets, directories, channels):
// their list, one of them in a panel, adding, changing, removing.
//
// What differs between them is told by a `Sort`; what only one of them can do
// is its own content in the panel.
import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { ask, path } from "../../api/client";
import { useAsk, useDoing, type Doing } from "../../api/use";
import { setQuery } from "../../app/router";
import { Button, Card, Empty, Facts, Loading } from "../../components/basics";
import { SelectField, TextField } from "../../components/field";
import { ErrorMessage, Message } from "../../components/message";
import { Confirm, Panel } from "../../components/panel";
import {
  bodyOf,
  changesOf,
  lacking,
  SetupFields,
  typedOf,
  type Setting,
  type SettingValue,
  type Typed,
} from "../../components/setup";
import { Table, type Column } from "../../components/table";
import { setup, settings as w } from "../../words/setup";
import { app } from "../../words/app";
import { say } from "../../words/say";
import { t } from "../../words/words";

export interface Thing {
  name: string;
  kind: string;
}

export interface ThingShown extends Thing {
  settings: SettingValue[];
}

export interface Sort<Row extends Thing, One extends ThingShown> {
  route: string; // "/targets"; one of them below it
  list: string; // the list's name in the answer
  kinds: [kind: string, title: string][] | null; // null: the server is asked
  kindRoute: (kind: string | null) => string; // all kinds, or the settings of one
  titles: { one: string; add: string; none: string; noneText: string; removeText: string };
  columns: Column<Row>[];
  mayChange: boolean;
  facts: (one: One) => [string, ComponentChildren][];
  more?: (one: One, changed: () => void) => ComponentChildren;
}

interface Kinds {
  kinds: { name: string; title: string }[];
}
interface Kind {
  settings: Setting[];
}

export function Things<Row extends Thing, One extends ThingShown>({ sort, open }: { sort: Sort<Row, One>; open: string | null }): JSX.Element {
  const asked = useAsk<Record<string, Row[]>>(sort.route);
  const [adding, setAdding] = useState(false);
  const rows = asked.data?.[sort.list] ?? null;
  return (
    <>
      <Table
        caption={sort.titles.one}
        rows={rows}
        rowKey={(row) => row.name}
        loading={asked.loading}
        error={asked.error}
        retry={asked.reload}
        current={open}
        onOpen={(row) => setQuery({ open: row.name }, false)}
        filter={(rows?.length ?? 0) > 10}
        actions={
          sort.mayChange ? (
            <Button look="primary" icon="add" onClick={() => setAdding(true)}>
              {sort.titles.add}
            </Button>
          ) : null
        }
        empty={<Empty icon="settings" title={sort.titles.none} text={sort.titles.noneText} />}
        columns={sort.columns}
      />
      {adding ? <Add sort={sort} onClose={() => setAdding(false)} onAdded={asked.reload} /> : null}
      {open !== null ? <Open sort={sort} name={open} onClose={() => setQuery({ open: null })} changed={asked.reload} /> : null}
    </>
  );
}

// --- one of them -----------------------------------------------------------

function Open<Row extends Thing, One extends ThingShown>(p: { sort: Sort<Row, One>; name: string; onClose: () => void; changed: () => void }): JSX.Element {
  const asked = useAsk<One>(p.sort.route + path`/${p.name}`);
  const [editing, setEditing] = useState(false);
  const [removing, setRemoving] = useState(false);
  const one = asked.data;
  const changed = () => {
    asked.reload();
    p.changed();
  };
  return (
    <Panel
      title={p.name}
      subtitle={one?.kind}
      onClose={p.onClose}
      actions={
        one && p.sort.mayChange ? (
          <>
            <Button icon="edit" onClick={() => setEditing(true)}>
              {t(w.edit)}
            </Button>
            <Button icon="remove" onClick={() => setRemoving(true)}>
              {t(w.remove)}
            </Button>
          </>
        ) : null
      }
    >
      <ErrorMessage error={asked.error} retry={asked.reload} />
      {one === null ? asked.loading ? <Loading /> : null : editing ? (
        <Edit
          sort={p.sort}
          one={one}
          onEnd={(saved) => {
            setEditing(false);
            if (saved) changed();
          }}
        />
      ) : (
        <>
          <Facts list={p.sort.facts(one)} />
          {p.sort.more?.(one, changed)}
          <Card title={t(w.values)}>
            <Values values={one.settings} />
          </Card>
        </>
      )}
      {removing ? <Remove sort={p.sort} name={p.name} onNo={() => setRemoving(false)} onDone={() => (p.onClose(), p.changed())} /> : null}
    </Panel>
  );
}

export function Values({ values }: { values: SettingValue[] }): JSX.Element {
  const shown = values.filter((one) => one.secret || (one.value !== null && one.value !== ""));
  return (
    <Facts
      list={shown.map((one) => [
        one.name,
        one.secret ? (
          <span class="quiet">{t(w.hidden)}</span>
        ) : (
          <>
            {one.value} {one.default ? <span class="quiet">{t(w.standard)}</span> : null}
          </>
        ),
      ])}
    />
  );
}

function Remove<Row extends Thing, One extends ThingShown>(p: { sort: Sort<Row, One>; name: string; onNo: () => void; onDone: () => void }): JSX.Element {
  const doing = useDoing();
  return (
    <Confirm
      title={t(w.removeSure, { name: p.name })}
      action={t(w.remove)}
      danger
      busy={doing.busy}
      error={doing.error}
      onNo={p.onNo}
      onYes={async () => {
        if (await doing.run((signal) => ask("DELETE", p.sort.route + path`/${p.name}`, { signal }))) p.onDone();
      }}
    >
      <p>{p.sort.titles.removeText}</p>
    </Confirm>
  );
}

// --- its settings ----------------------------------------------------------

function Edit<Row extends Thing, One extends ThingShown>(p: { sort: Sort<Row, One>; one: One; onEnd: (saved: boolean) => void }): JSX.Element {
  const kind = useAsk<Kind>(p.sort.kindRoute(p.one.kind));
  const before = typedOf(p.one.settings);
  const [typed, setTyped] = useState<Typed>(before);
  const doing = useDoing();
  const save = async () => {
    if (kind.data === null) return;
    const body = bodyOf(changesOf(kind.data.settings, before, typed));
    if (Object.keys(body).length === 0) p.onEnd(false);
    else if (await doing.run((signal) => ask("PATCH", p.sort.route + path`/${p.one.name}`, { body, signal }))) p.onEnd(true);
  };
  return (
    <SetupForm of={p.one.kind} kind={kind.data} error={kind.error} typed={typed} kept onInput={setTyped} doing={doing} action={t(app.save)} onDo={save} onCancel={() => p.onEnd(false)} />
  );
}

function Add<Row extends Thing, One extends ThingShown>(p: { sort: Sort<Row, One>; onClose: () => void; onAdded: () => void }): JSX.Element {
  const kinds = useAsk<Kinds>(p.sort.kinds === null ? p.sort.kindRoute(null) : null);
  const list: [string, string][] = p.sort.kinds ?? (kinds.data?.kinds ?? []).map((kind) => [kind.name, say(kind.title)]);
  const [chosen, setChosen] = useState("");
  const kindName = chosen || list[0]?.[0] || "";
  const kind = useAsk<Kind>(kindName ? p.sort.kindRoute(kindName) : null);
  const [name, setName] = useState("");
  const [typed, setTyped] = useState<Typed>({});
  const doing = useDoing();
  const save = async () => {
    if (kind.data === null) return;
    const body = { name: name.trim(), kind: kindName, ...bodyOf(changesOf(kind.data.settings, {}, typed)) };
    if (await doing.run((signal) => ask("POST", p.sort.route, { body, signal }))) {
      p.onAdded();
      p.onClose();
      setQuery({ open: body.name }, false);
    }
  };
  return (
    <Panel title={p.sort.titles.add} onClose={p.onClose}>
      <ErrorMessage error={kinds.error} retry={kinds.reload} />
      <SetupForm
        of={kindName}
        kind={kind.data}
        error={kind.error}
        typed={typed}
        kept={false}
        onInput={setTyped}
        doing={doing}
        action={t(w.add)}
        onDo={save}
        onCancel={p.onClose}
        named={name}
      >
        <TextField label={t(w.name)} required value={name} onInput={setName} />
        <SelectField
          label={t(w.kind)}
          value={kindName}
          options={list}
          onInput={(to) => {
            setChosen(to);
            setTyped({});
          }}
        />
      </SetupForm>
    </Panel>
  );
}

export function SetupForm(p: {
  of: string; // the kind's name
  kind: Kind | null;
  error: Parameters<typeof ErrorMessage>[0]["error"];
  typed: Typed;
  kept: boolean;
  onInput: (typed: Typed) => void;
  doing: Doing;
  action: string;
  onDo: () => void;
  onCancel: () => void;
  named?: string; // a name that must be given
  check?: { busy: boolean; onDo: () => void }; // tries it first
  children?: ComponentChildren;
  below?: ComponentChildren;
}): JSX.Element {
  const [missing, setMissing] = useState<string | null>(null);
  if (p.kind === null) return p.error ? <ErrorMessage error={p.error} /> : <Loading />;
  const { settings } = p.kind;
  const { check } = p;
  const whenWhole = (then: () => void) => {
    const first = p.named !== undefined && p.named.trim() === "" ? t(w.name) : lacking(settings, p.typed, p.kept)?.name;
    setMissing(first ?? null);
    if (first === undefined) then();
  };
  return (
    <form
      class="fields"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        whenWhole(p.onDo);
      }}
    >
      {p.children}
      <SetupFields key={p.of} of={p.of} settings={settings} typed={p.typed} kept={p.kept} onInput={p.onInput} />
      {missing !== null ? (
        <Message tone="bad" live>
          {t(setup.lacking, { name: missing })}
        </Message>
      ) : null}
      {p.below}
      <ErrorMessage error={p.doing.error} />
      <div class="actions">
        <Button look="primary" type="submit" busy={p.doing.busy}>
          {p.action}
        </Button>
        {check ? (
          <Button icon="check" busy={check.busy} onClick={() => whenWhole(check.onDo)}>
            {t(w.check)}
          </Button>
        ) : null}
        <Button onClick={p.onCancel}>{t(app.cancel)}</Button>
      </div>
    </form>
  );
}
