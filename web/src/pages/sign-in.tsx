// Signing in: by a local account (with a code, and a new password where the
// first one was given for once), or through the organisation. Afterwards the
// page that was asked for opens: the address never changed.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { ApiError, ask } from "../api/client";
import { asError } from "../api/use";
import { here } from "../app/router";
import { signedIn, type Session, type SignIn } from "../app/session";
import { languageOptions, ThemeField } from "../app/shell";
import { Button, Said } from "../components/basics";
import { SecretField, SelectField, TextField } from "../components/field";
import { ErrorMessage, Message } from "../components/message";
import { Rich } from "../components/rich";
import { app } from "../words/app";
import { signIn as w } from "../words/sign-in";
import { language, setLanguage, t } from "../words/words";

type Need = "code" | "new-password" | null;

export function SignInPage({ signIn }: { signIn: SignIn }): JSX.Element {
  document.title = t(w.title) + " – " + t(app.product);
  return (
    <main class="alone">
      <div class="alone-card">
        <div>
          <p class="brand-name">{t(app.product)}</p>
          <h1>{t(w.title)}</h1>
          <p class="quiet">{t(w.intro)}</p>
        </div>
        <Problem />
        {signIn.providers.map((provider) => (
          <a key={provider.name} class="button primary" href={providerUrl(provider.url)}>
            {t(w.by, { provider: provider.title || provider.name })}
          </a>
        ))}
        {signIn.local && signIn.providers.length > 0 ? <p class="or">{t(w.or)}</p> : null}
        {signIn.local ? <Local /> : <p class="quiet">{t(w.onlyProviders)}</p>}
        {signIn.local ? (
          <details class="quiet">
            <summary>{t(w.firstTitle)}</summary>
            <p>
              <Rich text={t(w.firstText)} />
            </p>
          </details>
        ) : null}
      </div>
      <div class="alone-foot">
        <SelectField label={t(app.language)} value={language()} options={languageOptions()} onInput={setLanguage} />
        <ThemeField />
      </div>
    </main>
  );
}

// Coming back from a provider that said no: /?sign-in-error=...
function Problem(): JSX.Element | null {
  const text = new URLSearchParams(location.search).get("sign-in-error");
  return text ? (
    <Message tone="bad" live title={t(w.failed)}>
      <p>
        <Said>{text.slice(0, 500)}</Said>
      </p>
    </Message>
  ) : null;
}

function providerUrl(url: string): string {
  const to = new URL(url, location.origin);
  if (to.origin === location.origin && !to.searchParams.has("next")) to.searchParams.set("next", here());
  return to.pathname + to.search;
}

function Local(): JSX.Element {
  const [user, setUser] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [fresh, setFresh] = useState("");
  const [again, setAgain] = useState("");
  const [need, setNeed] = useState<Need>(null);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);

  const empty = (value: string) => (tried && value === "" ? t(w.missing) : null);
  const wrong = need === "new-password" ? (fresh.length < 12 ? t(w.short) : fresh !== again ? t(w.differ) : null) : null;

  async function submit(): Promise<void> {
    setTried(true);
    if (user === "" || password === "" || (need === "code" && code === "") || wrong) return;
    setBusy(true);
    setError(null);
    try {
      const body = {
        user,
        password,
        ...(code !== "" ? { code: code.replace(/\s/g, "") } : {}),
        ...(need === "new-password" ? { new_password: fresh } : {}),
      };
      signedIn((await ask<Session>("POST", "/session", { body })).data);
    } catch (reason) {
      refused(asError(reason));
    }
    setBusy(false);
  }

  function refused(failed: ApiError): void {
    const asked = (failed.body as { need?: Need } | null)?.need ?? null;
    if (asked !== null && asked !== need) {
      setNeed(asked);
      setTried(false);
      return; // no failure: one more thing is asked for
    }
    setError(failed);
  }

  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit();
      }}
    >
      {error ? error.status === 401 ? <Refused error={error} /> : <ErrorMessage error={error} /> : null}
      {need === "code" ? <Message tone="info" live><p>{t(w.needCode)}</p></Message> : null}
      {need === "new-password" ? <Message tone="info" live><p>{t(w.mustChange)}</p></Message> : null}
      <TextField label={t(w.user)} name="username" autocomplete="username" required value={user} onInput={setUser} error={empty(user)} />
      <SecretField
        label={t(w.password)}
        name="password"
        autocomplete="current-password"
        required
        value={password}
        onInput={setPassword}
        error={empty(password)}
      />
      {need === "code" || (need === "new-password" && code !== "") ? (
        <TextField
          label={t(w.code)}
          help={t(w.codeHelp)}
          name="code"
          autocomplete="one-time-code"
          required
          value={code}
          onInput={setCode}
          error={empty(code)}
        />
      ) : null}
      {need === "new-password" ? (
        <>
          <SecretField
            label={t(w.newPassword)}
            help={t(w.newPasswordHelp)}
            autocomplete="new-password"
            required
            value={fresh}
            onInput={setFresh}
            error={tried && fresh.length < 12 ? t(w.short) : null}
          />
          <SecretField
            label={t(w.again)}
            autocomplete="new-password"
            required
            value={again}
            onInput={setAgain}
            error={tried && fresh !== again ? t(w.differ) : null}
          />
        </>
      ) : null}
      <Button look="primary" type="submit" busy={busy}>
        {t(w.title)}
      </Button>
    </form>
  );
}

// Says as little as the server does: neither name nor password is confirmed.
function Refused({ error }: { error: ApiError }): JSX.Element {
  return (
    <Message tone="bad" live title={t(w.failed)}>
      <p>
        <Said>{error.message}</Said>
      </p>
    </Message>
  );
}
