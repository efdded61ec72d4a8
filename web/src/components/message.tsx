// Message bars: what a person should notice, and what they can do about it.
import type { ComponentChildren, JSX } from "preact";
import type { ApiError } from "../api/client";
import { app, errors } from "../words/app";
import { t, type Text } from "../words/words";
import { Button, Said, type Tone } from "./basics";
import { Icon, type IconName } from "./icon";
import { Rich } from "./rich";

const icons: Record<Tone, IconName> = { good: "check", warn: "warn", bad: "fail", info: "info", quiet: "info" };

export function Message(p: {
  tone: Tone;
  title?: string;
  children?: ComponentChildren;
  actions?: ComponentChildren;
  live?: boolean; // came after the page: is read out
}): JSX.Element {
  const role = p.live ? (p.tone === "bad" ? "alert" : "status") : undefined;
  return (
    <div class={"message " + p.tone} role={role}>
      <Icon name={icons[p.tone]} />
      <div class="message-text">
        {p.title ? <p class="message-title">{p.title}</p> : null}
        {p.children}
      </div>
      {p.actions ? <div class="actions">{p.actions}</div> : null}
    </div>
  );
}

const kinds: Record<string, [Text, Text]> = {
  unreachable: [errors.unreachable, errors.unreachableDo],
  "cut-off": [errors.cutOff, errors.cutOffDo],
  usage: [errors.usage, errors.usageDo],
  item: [errors.usage, errors.usageDo],
  "sign-in": [errors.signIn, errors.signInDo],
  right: [errors.right, errors.rightDo],
  unknown: [errors.unknown, errors.unknownDo],
  source: [errors.source, errors.sourceDo],
  storage: [errors.storage, errors.storageDo],
  retry: [errors.busy, errors.busyDo],
};
const statuses: Record<number, string> = { 400: "usage", 401: "sign-in", 403: "right", 404: "unknown", 500: "storage", 502: "source", 503: "retry" };

function words(error: ApiError): [Text, Text] {
  if (error.status === 413) return [errors.large, errors.largeDo];
  if (error.status === 429) return [errors.many, errors.busyDo];
  return kinds[statuses[error.status] ?? error.kind] ?? [errors.other, errors.otherDo];
}

// What failed, in the server's words, what to do next, and its number.
export function ErrorMessage({ error, retry }: { error: ApiError | null; retry?: (() => void) | undefined }): JSX.Element | null {
  if (error === null) return null;
  const [title, todo] = words(error);
  return (
    <Message
      tone="bad"
      live
      title={t(title)}
      actions={
        retry ? (
          <Button small icon="refresh" onClick={retry}>
            {t(app.retry)}
          </Button>
        ) : null
      }
    >
      {error.message ? (
        <p>
          <Said>{error.message}</Said>
        </p>
      ) : null}
      <p>
        <Rich text={t(todo, { roles: error.roles.join(", ") || "–", n: error.retryAfter || 5 })} />
      </p>
      {error.incident ? <p class="quiet">{t(errors.incident, { incident: error.incident })}</p> : null}
    </Message>
  );
}
