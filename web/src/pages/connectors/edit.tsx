// Change a connector's settings and secrets, and see at once how it stands
// with its source.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ask, path } from "../../api/client";
import type { Check, ConnectorShown, SourceShown, Target, TargetShown } from "../../api/types";
import { useAsk, useDoing } from "../../api/use";
import { setQuery } from "../../app/router";
import type { PageProps } from "../../app/routes";
import { Button, Card, LinkButton, Loading, PageHead } from "../../components/basics";
import { ErrorMessage, Message } from "../../components/message";
import { app } from "../../words/app";
import { flyout as f, wizard as w } from "../../words/connectors";
import { t } from "../../words/words";
import { BrowserSignIn, leaveToSignIn } from "./browser-sign-in";
import { ConsentStep } from "./consent";
import { Findings } from "./parts";
import { missing, SettingsForm, toSend, valuesOf, type Values } from "./settings-form";

// ?signed-in=: its sign-in in the browser has just come back.
export default function EditPage({ params, query }: PageProps): JSX.Element {
  const name = params["name"] ?? "";
  const connector = useAsk<ConnectorShown>(path`/connectors/${name}`);
  const source = useAsk<SourceShown>(connector.data ? path`/sources/${connector.data.source}` : null);
  return (
    <>
      <PageHead
        above={
          <nav class="crumbs" aria-label={t(app.connectors)}>
            <a href={"/connectors?name=" + encodeURIComponent(name)}>{t(app.connectors)}</a>
          </nav>
        }
        title={t(f.editTitle, { name })}
      />
      <ErrorMessage error={connector.error ?? source.error} retry={connector.reload} />
      {connector.data && source.data ? (
        <Form key={name} connector={connector.data} source={source.data} signedIn={query.has("signed-in")} />
      ) : connector.error ? null : (
        <Loading />
      )}
    </>
  );
}

function Form({ connector, source, signedIn }: { connector: ConnectorShown; source: SourceShown; signedIn: boolean }): JSX.Element {
  const [was, setWas] = useState(connector);
  const [values, setValues] = useState<Values>(() => valuesOf(connector.settings));
  const [secrets, setSecrets] = useState<Values>({});
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  const [check, setCheck] = useState<Check | null>(null);
  const [saved, setSaved] = useState(false);
  const doing = useDoing();
  const targets = useAsk<{ targets: Target[] }>("/targets");
  const target = values["target"] ?? "";
  const outside = useAsk<TargetShown>(target && target !== "embedded" ? path`/targets/${target}` : null);
  const kept: ReadonlySet<string> = new Set(was.settings.filter((one) => one.secret).map((one) => one.name));

  const runCheck = async (signal: AbortSignal) => {
    setCheck(null);
    setCheck((await ask<Check>("POST", path`/connectors/${connector.name}/check`, { body: {}, signal })).data);
  };
  useEffect(() => {
    if (!signedIn) return;
    setQuery({ "signed-in": null }); // only once
    void doing.run(runCheck);
  }, []);

  const saveThen = (work: (signal: AbortSignal) => Promise<void>) => {
    const gaps = missing(source.name, source.settings, values, secrets, kept);
    setWrong(new Set(gaps));
    setSaved(false);
    if (gaps.length > 0) return;
    void doing.run(async (signal) => {
      const { set, secret } = toSend(source.name, source.settings, values, secrets, was.settings);
      if (Object.keys(set).length + Object.keys(secret).length > 0)
        await ask("PATCH", path`/connectors/${connector.name}`, { body: { set, secret }, signal });
      setSaved(true);
      setSecrets({});
      setWas((await ask<ConnectorShown>("GET", path`/connectors/${connector.name}`, { signal })).data);
      await work(signal);
    });
  };
  const signIn = () => saveThen((signal) => leaveToSignIn(connector.name, path`/connectors/edit/${connector.name}`, signal));

  const form = {
    of: source.name,
    settings: source.settings,
    values,
    secrets,
    kept,
    wrong,
    targets: targets.data?.targets.map((one) => one.name) ?? [],
    onValue: (name: string, value: string) => setValues({ ...values, [name]: value }),
    onSecret: (name: string, value: string) => setSecrets({ ...secrets, [name]: value }),
  };
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!doing.busy) saveThen(runCheck);
      }}
    >
      {wrong.size > 0 ? <Message tone="bad" live title={t(w.correct)} /> : null}
      <Card title={t(w.signIn, { source: source.title })}>
        <SettingsForm {...form} group="sign-in" />
        <BrowserSignIn source={source} values={values} kept={kept} saves busy={doing.busy} onClick={signIn} />
      </Card>
      <Card title={t(w.more)}>
        <SettingsForm {...form} group="more" />
      </Card>
      <Card title={t(w.addresses)}>
        <p class="quiet">{t(w.addressesText)}</p>
        <SettingsForm {...form} group="addresses" />
      </Card>
      <ErrorMessage error={doing.error} />
      {saved ? <Message tone="good" live title={t(f.saved)} /> : null}
      {check ? <Findings check={check} /> : null}
      <div class="actions">
        <Button look="primary" type="submit" busy={doing.busy}>
          {t(w.saveCheck)}
        </Button>
        <LinkButton look="subtle" to={"/connectors?name=" + encodeURIComponent(connector.name)}>
          {t(app.close)}
        </LinkButton>
      </div>
      {outside.data && outside.data.consent !== "not needed" ? (
        <Card title={t(w.consent)}>
          <ConsentStep target={target} />
        </Card>
      ) : null}
    </form>
  );
}
