// A flyout at the right, and a question in the middle. Both are the browser's
// own <dialog>: focus stays inside, Escape closes, and focus goes back to
// what opened it.
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { ApiError } from "../api/client";
import { app } from "../words/app";
import { t } from "../words/words";
import { Button } from "./basics";
import { ErrorMessage } from "./message";

function useDialog(): { ref: { current: HTMLDialogElement | null } } {
  const ref = useRef<HTMLDialogElement>(null);
  // while it is made, before anything in it takes the focus
  const [before] = useState(() => document.activeElement as HTMLElement | null);
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => {
      dialog?.close(); // while it is open nothing else can have the focus
      if (before?.isConnected) before.focus();
    };
  }, []);
  return { ref };
}

export function Panel(p: {
  title: string;
  subtitle?: ComponentChildren;
  onClose: () => void;
  children: ComponentChildren;
  actions?: ComponentChildren;
}): JSX.Element {
  const { ref } = useDialog();
  const id = useId();
  return (
    <dialog
      ref={ref}
      class="panel"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        p.onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) p.onClose(); // beside it
      }}
    >
      <div class="panel-inner">
        <header class="panel-head">
          <div>
            <h2 id={id} tabIndex={-1} autoFocus>
              {p.title}
            </h2>
            {p.subtitle ? <div class="panel-subtitle">{p.subtitle}</div> : null}
          </div>
          <Button look="subtle" icon="close" label={t(app.close)} onClick={p.onClose} />
        </header>
        {p.actions ? <div class="panel-actions">{p.actions}</div> : null}
        <div class="panel-body">{p.children}</div>
      </div>
    </dialog>
  );
}

// Asks before something is done that cannot be taken back easily.
export function Confirm(p: {
  title: string;
  children: ComponentChildren;
  action: string;
  busy?: boolean;
  error?: ApiError | null;
  danger?: boolean;
  disabled?: boolean;
  onYes: () => void;
  onNo: () => void;
}): JSX.Element {
  const { ref } = useDialog();
  const id = useId();
  return (
    <dialog
      ref={ref}
      class="question"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        p.onNo();
      }}
    >
      <h2 id={id}>{p.title}</h2>
      <div class="question-text">{p.children}</div>
      <ErrorMessage error={p.error ?? null} />
      <div class="actions end">
        <Button onClick={p.onNo}>{t(app.cancel)}</Button>
        <Button look="primary" busy={p.busy} disabled={p.disabled} onClick={p.onYes}>
          {p.action}
        </Button>
      </div>
    </dialog>
  );
}
