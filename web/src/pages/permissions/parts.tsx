// The frame of the permissions' pages, and what they share.
import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { ask, type Query } from "../../api/client";
import { useDoing } from "../../api/use";
import { Button, PageHead, Said } from "../../components/basics";
import { CheckField } from "../../components/field";
import { Message } from "../../components/message";
import { Confirm } from "../../components/panel";
import { PageTabs } from "../../components/tabs";
import { app } from "../../words/app";
import { permissions as w, roleHelp } from "../../words/permissions";
import { t, type Text } from "../../words/words";

export function PermissionsFrame(p: { to: string; text: string; children: ComponentChildren }): JSX.Element {
  return (
    <>
      <PageHead title={t(w.title)} />
      <PageTabs
        label={t(w.pages)}
        current={p.to}
        tabs={[
          { to: "/permissions", title: t(w.groups) },
          { to: "/permissions/accounts", title: t(w.accounts) },
          { to: "/permissions/tokens", title: t(w.tokens) },
          { to: "/permissions/sign-in", title: t(w.providers) },
        ]}
      />
      <p class="page-text">{p.text}</p>
      {p.children}
    </>
  );
}

export interface Role {
  name: string;
  help: string;
}

// Roles with what each lets one do, to be chosen.
export function RoleChoice(p: { roles: Role[]; chosen: string[]; onInput: (chosen: string[]) => void }): JSX.Element {
  return (
    <fieldset class="field choices">
      <legend>{t(w.roles)}</legend>
      {p.roles.map((role) => (
        <CheckField
          key={role.name}
          label={role.name}
          help={helpOf(role)}
          value={p.chosen.includes(role.name)}
          onInput={(on) => p.onInput(on ? [...p.chosen, role.name] : p.chosen.filter((one) => one !== role.name))}
        />
      ))}
    </fieldset>
  );
}

export function helpOf(role: Role): ComponentChildren {
  const text = (roleHelp as Record<string, Text>)[role.name];
  return text ? t(text) : <Said>{role.help}</Said>;
}

// A secret that is shown once: with a button that copies it.
export function Once({ title, secret }: { title: string; secret: string }): JSX.Element {
  const [copied, setCopied] = useState(false);
  return (
    <Message
      tone="warn"
      live
      title={title}
      actions={
        <Button small onClick={() => navigator.clipboard.writeText(secret).then(() => setCopied(true), () => undefined)}>
          {t(copied ? app.copied : app.copy)}
        </Button>
      }
    >
      <p>
        <code class="once">{secret}</code>
      </p>
    </Message>
  );
}

export function RemoveQuestion(p: { name: string; text: string; route: string; query?: Query; onNo: () => void; onDone: () => void }): JSX.Element {
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
        if (await doing.run((signal) => ask("DELETE", p.route, { query: p.query, signal }))) p.onDone();
      }}
    >
      <p>{p.text}</p>
    </Confirm>
  );
}
