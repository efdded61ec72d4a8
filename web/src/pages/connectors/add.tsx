// The wizard that adds a connector: terms, name, sign-in and settings with a
// live check, who is mapped, consent where the mailboxes need one, review.
// From "Save and check" on the connector exists, paused; the last step lets it
// run. One may leave at any step and come back (draft.ts).
import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { ask, path } from "../../api/client";
import type { Check, Connector, ConnectorShown, People, SourceShown, Target, TargetShown } from "../../api/types";
import { useAsk, useDoing } from "../../api/use";
import { go } from "../../app/router";
import type { PageProps } from "../../app/routes";
import { Button, Empty, Facts, LinkButton, Loading } from "../../components/basics";
import { TextField } from "../../components/field";
import { ErrorMessage, Message } from "../../components/message";
import { Rich } from "../../components/rich";
import { Wizard, type Step } from "../../components/wizard";
import { flyout, list, product as productWords, wizard as w } from "../../words/connectors";
import { settingWords } from "../../words/settings";
import { t } from "../../words/words";
import { BrowserSignIn, leaveToSignIn } from "./browser-sign-in";
import { ConsentStep } from "./consent";
import { draftOf, dropDraft, keepDraft, type Draft } from "./draft";
import { PeopleTable, Upload } from "./people";
import { Findings } from "./parts";
import { missing, SettingsForm, toSend, valuesOf, type Values } from "./settings-form";
import { TermsStep, useTerms } from "./terms";

// ?name=: go on with a connector that was saved, by whomever, wherever.
// ?signed-in=: the connector whose sign-in in the browser has just come back.
export default function AddPage({ params, query }: PageProps): JSX.Element {
  const source = useAsk<SourceShown>(path`/sources/${params["source"] ?? ""}`);
  const name = query.get("name");
  const begun = useAsk<ConnectorShown>(name ? path`/connectors/${name}` : null);
  if (source.data && (name === null || begun.data)) {
    if (begun.data) takeUp(begun.data);
    return <Add source={source.data} signedIn={query.get("signed-in")} />;
  }
  return (
    <div class="page">
      <ErrorMessage error={source.error ?? begun.error} retry={source.reload} />
      {source.loading || begun.loading ? <Loading /> : null}
      {source.error ? (
        <Empty title={t(productWords.unknown)} action={<LinkButton to="/connectors/overview">{t(list.toOverview)}</LinkButton>} />
      ) : null}
    </div>
  );
}

function takeUp(connector: ConnectorShown): void {
  const draft = draftOf(connector.source);
  if (draft.saved && draft.name === connector.name) return; // it is being added here
  keepDraft(connector.source, {
    step: "settings",
    reached: 2,
    name: connector.name,
    saved: true,
    values: valuesOf(connector.settings),
    checked: null,
  });
}

const stepTitles = {
  terms: w.terms,
  name: w.name,
  settings: w.settings,
  mapping: w.mapping,
  consent: w.consent,
  review: w.review,
} as const;
type StepId = keyof typeof stepTitles;

function Add({ source, signedIn }: { source: SourceShown; signedIn: string | null }): JSX.Element {
  const [draft, setDraft] = useState<Draft>(() => draftOf(source.name));
  const [secrets, setSecrets] = useState<Values>({});
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  const [nameError, setNameError] = useState<string | null>(null);
  const [check, setCheck] = useState<Check | null>(null);
  const doing = useDoing();
  const terms = useTerms(source.name);
  const connectors = useAsk<{ connectors: Connector[] }>("/connectors");
  const targets = useAsk<{ targets: Target[] }>("/targets");
  const target = draft.values["target"] ?? "";
  const outside = useAsk<TargetShown>(target && target !== "embedded" ? path`/targets/${target}` : null);
  const people = useAsk<People>(draft.saved && reachedStep(draft, "mapping") ? path`/connectors/${draft.name}/people` : null);

  useEffect(() => keepDraft(source.name, draft), [draft]);
  useGone(draft, connectors.data?.connectors ?? null, setDraft);
  useEffect(() => {
    if (signedIn === null) return;
    if (!draft.saved || draft.name !== signedIn) return go("/connectors?name=" + encodeURIComponent(signedIn), true);
    go(path`/connectors/add/${source.name}`, true); // only once
    void doing.run(runCheck);
  }, []);

  const needsConsent = outside.data !== null && outside.data.consent !== "not needed";
  const ids = useMemo(
    () => (Object.keys(stepTitles) as StepId[]).filter((id) => id !== "consent" || needsConsent),
    [needsConsent],
  );
  const steps: Step[] = ids.map((id) => ({ id, title: t(stepTitles[id]) }));
  const at = Math.max(0, ids.indexOf(draft.step as StepId));
  const step = ids[at] ?? "terms";
  const change = (part: Partial<Draft>) => setDraft((was) => ({ ...was, ...part }));
  const goTo = (id: string) => {
    doing.clear();
    change({ step: id });
  };
  const forward = () => {
    const next = ids[at + 1];
    if (next) change({ step: next, reached: Math.max(draft.reached, at + 1) });
  };
  // What the server has already need not be typed in again.
  const there = useAsk<ConnectorShown>(draft.saved ? path`/connectors/${draft.name}` : null);
  const kept: ReadonlySet<string> = new Set(there.data?.settings.filter((one) => one.secret).map((one) => one.name) ?? []);

  const acceptTerms = () =>
    doing.run(async (signal) => {
      if (terms.data === null) return;
      await ask("POST", path`/sources/${source.name}/terms`, { body: { version: terms.data.version }, signal });
      terms.reload();
      forward();
    });

  const takeName = () => {
    const problem = draft.saved ? null : nameProblem(draft.name, connectors.data?.connectors ?? []);
    setNameError(problem);
    if (problem === null) {
      change({ name: draft.name.trim() });
      forward();
    }
  };

  const runCheck = async (signal: AbortSignal) => {
    const found = (await ask<Check>("POST", path`/connectors/${draft.name}/check`, { body: {}, signal })).data;
    setCheck(found);
    change({ saved: true, checked: found.failed > 0 ? "bad" : "good" });
  };

  const saveThen = (work: (signal: AbortSignal) => Promise<void>) => {
    const gaps = missing(source.name, source.settings, draft.values, secrets, kept);
    setWrong(new Set(gaps));
    if (gaps.length > 0) return;
    void doing.run(async (signal) => {
      setCheck(null);
      await save(source, draft, secrets, signal);
      change({ saved: true, checked: null });
      setSecrets({});
      there.reload();
      await work(signal);
    });
  };
  const saveAndCheck = () => saveThen(runCheck);

  // To the source's own page; the draft waits for the browser to come back.
  const signIn = () =>
    saveThen(async (signal) => {
      keepDraft(source.name, { ...draft, saved: true, checked: null, step: "settings" });
      await leaveToSignIn(draft.name, path`/connectors/add/${source.name}`, signal);
    });

  const finish = () =>
    doing.run(async (signal) => {
      await ask("POST", path`/connectors/${draft.name}/resume`, { body: {}, signal });
      await ask("POST", path`/connectors/${draft.name}/runs`, { body: { wait: false }, signal });
      dropDraft(source.name);
      go("/connectors?name=" + encodeURIComponent(draft.name) + "&tab=progress");
    });

  const next = {
    terms: { title: t(w.accept), busy: doing.busy, disabled: terms.data === null, onClick: () => void acceptTerms() },
    name: { onClick: takeName },
    settings:
      draft.checked === "good" && check !== null
        ? { title: t(w.saveFinish), busy: doing.busy, onClick: forward }
        : { title: t(w.saveCheck), busy: doing.busy, onClick: saveAndCheck },
    mapping: { onClick: forward },
    consent: { onClick: forward },
    review: { title: t(w.finish), busy: doing.busy, onClick: () => void finish() },
  }[step];

  return (
    <Wizard
      title={t(w.title, { source: source.title })}
      steps={steps}
      current={step}
      reached={draft.reached}
      onStep={goTo}
      back={at > 0 ? () => goTo(ids[at - 1] ?? "terms") : null}
      next={step === "terms" && terms.isAccepted ? { onClick: forward } : next}
      more={
        step === "settings" && check !== null && check.failed > 0 ? <Button onClick={forward}>{t(w.saveFinish)}</Button> : null
      }
      onLeave={() => go("/connectors")}
    >
      {step === "terms" ? <TermsStep terms={terms} /> : null}
      {step === "name" ? (
        <NameStep draft={draft} error={nameError} connectors={connectors.data?.connectors ?? []} onName={(name) => {
          setNameError(null);
          change({ name });
        }} />
      ) : null}
      {step === "settings" ? (
        <SettingsStep
          source={source}
          draft={draft}
          secrets={secrets}
          kept={kept}
          wrong={wrong}
          targets={targets.data?.targets.map((one) => one.name) ?? []}
          check={check}
          busy={doing.busy}
          onSignIn={signIn}
          onValue={(name, value) => {
            change({ values: { ...draft.values, [name]: value }, checked: null });
            setCheck(null);
          }}
          onSecret={(name, value) => {
            setSecrets({ ...secrets, [name]: value });
            change({ checked: null });
            setCheck(null);
          }}
        />
      ) : null}
      {step === "mapping" ? (
        <>
          <Message tone="good" title={t(w.automatic)}>
            <p>{t(w.automaticText)}</p>
          </Message>
          <PeopleTable people={people} source={source.title} />
          <Upload name={draft.name} onDone={people.reload} />
        </>
      ) : null}
      {step === "consent" ? <ConsentStep target={target} /> : null}
      {step === "review" ? <Review source={source} draft={draft} people={people.data} target={outside.data} /> : null}
      <ErrorMessage error={doing.error} />
    </Wizard>
  );
}

function reachedStep(draft: Draft, step: StepId): boolean {
  const all = Object.keys(stepTitles);
  return draft.reached >= all.indexOf(step) || draft.step === step;
}

// The saved connector was removed, or finished, elsewhere: begin anew.
function useGone(draft: Draft, connectors: Connector[] | null, set: (draft: Draft) => void): void {
  useEffect(() => {
    if (connectors === null || !draft.saved) return;
    if (!connectors.some((one) => one.name === draft.name))
      set({ ...draft, saved: false, checked: null, step: "settings", reached: Math.min(draft.reached, 2) });
  }, [connectors]);
}

function nameProblem(name: string, connectors: Connector[]): string | null {
  const wanted = name.trim();
  if (wanted === "") return t(w.nameMissing);
  if (new TextEncoder().encode(wanted).length > 64) return t(w.nameLong);
  const taken = connectors.some((one) => one.name.toLowerCase() === wanted.toLowerCase());
  return taken ? t(w.nameTaken) : null;
}

async function save(source: SourceShown, draft: Draft, secrets: Values, signal: AbortSignal): Promise<void> {
  if (draft.saved) {
    const { data } = await ask<ConnectorShown>("GET", path`/connectors/${draft.name}`, { signal });
    const { set, secret } = toSend(source.name, source.settings, draft.values, secrets, data.settings);
    if (Object.keys(set).length + Object.keys(secret).length === 0) return;
    await ask("PATCH", path`/connectors/${draft.name}`, { body: { set, secret }, signal });
    return;
  }
  const { set, secret } = toSend(source.name, source.settings, draft.values, secrets, null);
  await ask("POST", "/connectors", { body: { name: draft.name, source: source.name, paused: true, set, secret }, signal });
}

// --- steps -------------------------------------------------------------------

function NameStep(p: { draft: Draft; error: string | null; connectors: Connector[]; onName: (name: string) => void }): JSX.Element {
  const problem = p.draft.name === "" ? null : nameProblem(p.draft.name, p.connectors);
  return (
    <div class="fields">
      {p.draft.saved ? (
        <Message tone="info">
          <p>{t(w.nameKept)}</p>
        </Message>
      ) : null}
      <TextField
        label={t(w.nameLabel)}
        help={t(w.nameHelp)}
        required
        maxLength={64}
        value={p.draft.name}
        disabled={p.draft.saved}
        onInput={p.onName}
        error={p.draft.saved ? null : (problem ?? p.error)}
      />
      <p role="status" class="quiet small">
        {!p.draft.saved && p.draft.name.trim() !== "" && problem === null ? t(w.nameFree) : ""}
      </p>
    </div>
  );
}

function SettingsStep(p: {
  source: SourceShown;
  draft: Draft;
  secrets: Values;
  kept: ReadonlySet<string>;
  wrong: ReadonlySet<string>;
  targets: string[];
  check: Check | null;
  busy: boolean;
  onSignIn: () => void;
  onValue: (name: string, value: string) => void;
  onSecret: (name: string, value: string) => void;
}): JSX.Element {
  const form = { ...p, of: p.source.name, settings: p.source.settings, values: p.draft.values };
  const link = "/connectors/overview/" + p.source.name;
  return (
    <>
      {p.wrong.size > 0 ? <Message tone="bad" live title={t(w.correct)} /> : null}
      <h3>{t(w.signIn, { source: p.source.title })}</h3>
      <p class="quiet">
        <Rich text={t(w.signInText, { source: p.source.title, link })} />
      </p>
      <SettingsForm {...form} group="sign-in" />
      <BrowserSignIn source={p.source} values={p.draft.values} kept={p.kept} saves busy={p.busy} onClick={p.onSignIn} />
      <details>
        <summary>{t(w.more)}</summary>
        <div class="gap-above">
          <SettingsForm {...form} group="more" />
        </div>
      </details>
      <details>
        <summary>{t(w.addresses)}</summary>
        <p class="quiet gap-above">{t(w.addressesText)}</p>
        <SettingsForm {...form} group="addresses" />
      </details>
      {p.draft.saved ? (
        <Message tone="info">
          <p>{t(w.savedPaused)}</p>
        </Message>
      ) : (
        <p class="quiet small">{t(w.secretsAgain)}</p>
      )}
      {p.check ? <Findings check={p.check} /> : null}
      {p.check && p.check.failed > 0 ? <p>{t(w.anyway)}</p> : null}
    </>
  );
}

function Review(p: { source: SourceShown; draft: Draft; people: People | null; target: TargetShown | null }): JSX.Element {
  const { draft, people } = p;
  const given = p.source.settings.filter((one) => !one.secret && draft.values[one.name]);
  return (
    <>
      <p>{t(w.reviewText)}</p>
      <Facts
        list={[
          [t(list.source), p.source.title],
          [t(list.name), draft.name],
          [t(w.checkState), draft.checked === "good" ? t(flyout.checkGood) : draft.checked === "bad" ? t(w.anyway) : null],
          [t(w.mapping), people ? t(w.mappingState, { mapped: people.mapped, all: people.mapped + people.unmapped }) : null],
          [t(flyout.target), p.target ? p.target.name : t(flyout.embedded)],
          ...given.map((one): [string, string] => {
            const words = settingWords(p.source.name, one.name);
            return [words ? t(words.label) : one.name, draft.values[one.name] ?? ""];
          }),
        ]}
      />
    </>
  );
}
