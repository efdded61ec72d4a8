// The portal's own settings: where it listens, its certificate.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ask } from "../../api/client";
import { useAsk, useDoing } from "../../api/use";
import { roles } from "../../app/roles";
import { may, me } from "../../app/session";
import { Button, Card, Loading, Said } from "../../components/basics";
import { TextField } from "../../components/field";
import { ErrorMessage, Message } from "../../components/message";
import { typedOf, type SettingValue, type Typed } from "../../components/setup";
import { app } from "../../words/app";
import { portal as w, settings } from "../../words/setup";
import { t } from "../../words/words";
import { SettingsFrame } from "./tabs";
import { Values } from "./things";

type Known = SettingValue & { help?: string };

export default function PortalPage(): JSX.Element {
  const asked = useAsk<{ settings: Known[] }>("/portal");
  const owner = may(me(), [roles.owner]);
  const list = asked.data?.settings ?? null;
  return (
    <SettingsFrame to="/settings/portal" text={t(w.text)}>
      <ErrorMessage error={asked.error} retry={asked.reload} />
      {list === null ? asked.loading ? <Loading /> : null : (
        <Card title={t(settings.portal)}>{owner ? <Form key={JSON.stringify(list)} list={list} changed={asked.reload} /> : <Values values={list} />}</Card>
      )}
    </SettingsFrame>
  );
}

function Form({ list, changed }: { list: Known[]; changed: () => void }): JSX.Element {
  const before = typedOf(list);
  const [typed, setTyped] = useState<Typed>(before);
  const [saved, setSaved] = useState(false);
  const doing = useDoing();
  const save = async () => {
    const set: Record<string, string | null> = {};
    for (const one of list) {
      const now = (typed[one.name] ?? "").trim();
      if (now !== (before[one.name] ?? "")) set[one.name] = now === "" ? null : now;
    }
    if (Object.keys(set).length === 0) return;
    if (!(await doing.run((signal) => ask("PATCH", "/portal", { body: { set }, signal })))) return;
    setSaved(true);
    changed();
  };
  return (
    <form
      class="fields"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {list.map((one) => (
        <TextField
          key={one.name}
          label={one.name}
          help={one.help ? <Said>{one.help}</Said> : undefined}
          placeholder={one.default ? (one.value ?? "") : ""}
          value={typed[one.name] ?? ""}
          onInput={(to) => setTyped({ ...typed, [one.name]: to })}
        />
      ))}
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
  );
}
