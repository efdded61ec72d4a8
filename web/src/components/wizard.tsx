// The frame of a wizard: its steps, where one is, back and next. What is
// filled in belongs to the page. Steps done can be gone back to.
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { app } from "../words/app";
import { t } from "../words/words";
import { Button } from "./basics";
import { Icon } from "./icon";

export interface Step {
  id: string;
  title: string;
}

export function Wizard(p: {
  title: string;
  steps: Step[];
  current: string;
  reached: number; // steps before it may be gone to
  onStep: (id: string) => void;
  children: ComponentChildren;
  back?: (() => void) | null;
  next?: { title?: string; busy?: boolean; disabled?: boolean; onClick: () => void } | null;
  more?: ComponentChildren;
  onLeave: () => void;
}): JSX.Element {
  const at = p.steps.findIndex((step) => step.id === p.current);
  const name = p.steps[at]?.title ?? "";
  const head = useRef<HTMLHeadingElement>(null);
  const seen = useRef(p.current);
  useEffect(() => {
    if (seen.current !== p.current) head.current?.focus();
    seen.current = p.current;
  }, [p.current]);

  return (
    <div class="wizard">
      <div class="wizard-side">
        <h1>{p.title}</h1>
        <p class="wizard-short">{t(app.stepOf, { n: at + 1, all: p.steps.length, name })}</p>
        <ol class="wizard-steps" aria-label={t(app.steps)}>
          {p.steps.map((step, i) => (
            <li key={step.id} class={i === at ? "now" : i < p.reached ? "done" : ""} aria-current={i === at ? "step" : undefined}>
              <span class="dot" aria-hidden="true">
                {i < p.reached && i !== at ? <Icon name="check" /> : null}
              </span>
              {i < p.reached && i !== at ? (
                <button type="button" class="link" onClick={() => p.onStep(step.id)}>
                  {step.title}
                  <span class="hidden-text"> ({t(app.stepDone)})</span>
                </button>
              ) : (
                <span>{step.title}</span>
              )}
            </li>
          ))}
        </ol>
      </div>
      <form
        class="wizard-main"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (p.next && !p.next.busy && !p.next.disabled) p.next.onClick();
        }}
      >
        <div class="wizard-body">
          <h2 ref={head} tabIndex={-1}>
            {name}
          </h2>
          {p.children}
        </div>
        <footer class="wizard-foot">
          {p.back ? <Button onClick={p.back}>{t(app.back)}</Button> : null}
          {p.next ? (
            <Button look="primary" type="submit" busy={p.next.busy} disabled={p.next.disabled}>
              {p.next.title ?? t(app.next)}
            </Button>
          ) : null}
          {p.more}
          <span class="grow" />
          <Button look="subtle" onClick={p.onLeave}>
            {t(app.close)}
          </Button>
        </footer>
      </form>
    </div>
  );
}
