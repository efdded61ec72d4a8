// A person's own account: who they are, password, two-step sign-in, sessions.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import qrcode from "qrcode-generator";
import { ask, type ApiError } from "../api/client";
import { useDoing } from "../api/use";
import { askSession, me, signOut } from "../app/session";
import { languageOptions, ThemeField } from "../app/shell";
import { Button, Card, Facts, PageHead, Said, Time } from "../components/basics";
import { SecretField, SelectField, TextField } from "../components/field";
import { ErrorMessage, Message } from "../components/message";
import { account as w, signIn } from "../words/sign-in";
import { app } from "../words/app";
import { language, setLanguage, t } from "../words/words";

export default function AccountPage(): JSX.Element {
  const session = me();
  return (
    <>
      <PageHead title={t(w.title)} />
      <div class="cards halves">
        <Card title={t(w.who)}>
          <Facts
            list={[
              [t(w.name), session.name || session.user],
              [t(signIn.user), session.user],
              [t(w.groups), session.groups.join(", ") || "–"],
              [t(w.roles), session.roles.join(", ") || t(w.noRoles)],
              [t(w.expires), <Time at={session.expires} />],
            ]}
          />
        </Card>
        <Card title={t(w.look)}>
          <SelectField
            label={t(app.language)}
            value={language()}
            options={languageOptions()}
            onInput={(to) => {
              setLanguage(to);
              ask("PATCH", "/session", { body: { language: to } }).catch(() => undefined);
            }}
          />
          <ThemeField />
        </Card>
        {session.local ? <Password /> : null}
        {session.local ? <TwoSteps on={session.totp} /> : null}
        {session.local ? null : (
          <Card title={t(w.password)}>
            <p>{t(w.outside)}</p>
          </Card>
        )}
        <Sessions />
      </div>
    </>
  );
}

// A password or code that is wrong is no end of the session.
function Failed({ error }: { error: ApiError | null }): JSX.Element | null {
  if (error?.status !== 401) return <ErrorMessage error={error} />;
  return (
    <Message tone="bad" live title={t(signIn.failed)}>
      <p>
        <Said>{error.message}</Said>
      </p>
    </Message>
  );
}

function Password(): JSX.Element {
  const [now, setNow] = useState("");
  const [fresh, setFresh] = useState("");
  const [again, setAgain] = useState("");
  const [tried, setTried] = useState(false);
  const [done, setDone] = useState(false);
  const doing = useDoing();

  async function change(): Promise<void> {
    setTried(true);
    setDone(false);
    if (now === "" || fresh.length < 12 || fresh !== again) return;
    if (!(await doing.run(() => ask("PATCH", "/session", { body: { password: now, new_password: fresh } })))) return;
    setNow("");
    setFresh("");
    setAgain("");
    setTried(false);
    setDone(true);
    await askSession();
  }

  return (
    <Card title={t(w.password)}>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void change();
        }}
      >
        <input class="hidden-text" type="text" name="username" autocomplete="username" value={me().user} readOnly tabIndex={-1} aria-hidden="true" />
        <SecretField
          label={t(w.current)}
          autocomplete="current-password"
          required
          value={now}
          onInput={setNow}
          error={tried && now === "" ? t(signIn.missing) : null}
        />
        <SecretField
          label={t(signIn.newPassword)}
          help={t(signIn.newPasswordHelp)}
          autocomplete="new-password"
          required
          value={fresh}
          onInput={setFresh}
          error={tried && fresh.length < 12 ? t(signIn.short) : null}
        />
        <SecretField
          label={t(signIn.again)}
          autocomplete="new-password"
          required
          value={again}
          onInput={setAgain}
          error={tried && fresh !== again ? t(signIn.differ) : null}
        />
        <Failed error={doing.error} />
        {done ? (
          <Message tone="good" live>
            <p>{t(w.changed)}</p>
          </Message>
        ) : null}
        <div class="actions">
          <Button type="submit" busy={doing.busy}>
            {t(w.change)}
          </Button>
        </div>
      </form>
    </Card>
  );
}

interface Begun {
  secret: string;
  url: string;
}

function TwoSteps({ on }: { on: boolean }): JSX.Element {
  const [begun, setBegun] = useState<Begun | null>(null);
  const [codes, setCodes] = useState<string[]>([]);
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  const [ending, setEnding] = useState(false);
  const doing = useDoing();

  const begin = () =>
    doing.run(async () => setBegun((await ask<Begun>("PATCH", "/session", { body: { totp: "begin" } })).data));
  const confirm = () =>
    doing.run(async () => {
      const answer = await ask<{ recovery?: string[] }>("PATCH", "/session", { body: { totp_code: code.replace(/\s/g, "") } });
      setCodes(answer.data?.recovery ?? []);
      setBegun(null);
      setCode("");
      await askSession();
    });
  const end = () =>
    doing.run(async () => {
      await ask("PATCH", "/session", { body: { totp: "off", password } });
      setPassword("");
      setEnding(false);
      await askSession();
    });

  return (
    <Card title={t(w.totp)}>
      <p>{t(on ? w.totpOn : w.totpOff)}</p>
      <Failed error={doing.error} />
      {codes.length > 0 ? <Codes codes={codes} /> : null}
      {begun !== null ? (
        <form
          class="stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (code !== "") void confirm();
          }}
        >
          <p>{t(w.scan)}</p>
          <Qr text={begun.url} label={t(w.qr)} />
          <p>
            {t(w.key)}: <code>{begun.secret.replace(/(.{4})/g, "$1 ").trim()}</code>
          </p>
          <TextField label={t(w.code)} inputmode="numeric" autocomplete="one-time-code" required value={code} onInput={setCode} />
          <div class="actions">
            <Button look="primary" type="submit" busy={doing.busy}>
              {t(w.confirm)}
            </Button>
            <Button onClick={() => setBegun(null)}>{t(app.cancel)}</Button>
          </div>
        </form>
      ) : ending ? (
        <form
          class="stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (password !== "") void end();
          }}
        >
          <SecretField label={t(w.current)} autocomplete="current-password" required value={password} onInput={setPassword} />
          <div class="actions">
            <Button type="submit" busy={doing.busy}>
              {t(w.turnOff)}
            </Button>
            <Button look="subtle" onClick={() => setEnding(false)}>
              {t(app.cancel)}
            </Button>
          </div>
        </form>
      ) : (
        <div class="actions">
          {on ? (
            <Button onClick={() => setEnding(true)}>{t(w.turnOff)}</Button>
          ) : (
            <Button busy={doing.busy} onClick={begin}>
              {t(w.begin)}
            </Button>
          )}
        </div>
      )}
    </Card>
  );
}

function Codes({ codes }: { codes: string[] }): JSX.Element {
  return (
    <Message tone="warn" live title={t(w.recovery)}>
      <p>{t(w.recoveryText)}</p>
      <ul class="codes">
        {codes.map((one) => (
          <li key={one}>
            <code>{one}</code>
          </li>
        ))}
      </ul>
    </Message>
  );
}

// Drawn here: the key never goes to anybody else.
function Qr({ text, label }: { text: string; label: string }): JSX.Element {
  const code = qrcode(0, "M");
  code.addData(text);
  code.make();
  const n = code.getModuleCount();
  let d = "";
  for (let y = 0; y < n; y++) for (let x = 0; x < n; x++) if (code.isDark(y, x)) d += `M${x + 4} ${y + 4}h1v1h-1z`;
  return (
    <svg class="qr" viewBox={`0 0 ${n + 8} ${n + 8}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <path d={d} fill="#000" />
    </svg>
  );
}

function Sessions(): JSX.Element {
  const doing = useDoing();
  return (
    <Card title={t(w.sessions)}>
      <p>{t(w.sessionsText)}</p>
      <Failed error={doing.error} />
      <div class="actions">
        <Button busy={doing.busy} onClick={() => doing.run(() => signOut(true))}>
          {t(app.signOutEverywhere)}
        </Button>
      </div>
    </Card>
  );
}
