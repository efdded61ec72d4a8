// Form fields: label, control, help, error, tied together for those who hear
// the page. Native controls in Fluent's look: in Fluent's own the control
// stands in a shadow tree, where help and errors outside cannot be tied to it,
// and password managers do not find it.
import type { ComponentChildren, JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { app } from "../words/app";
import { t } from "../words/words";
import { Icon } from "./icon";

interface Around {
  label: string;
  help?: ComponentChildren;
  helpLang?: string;
  error?: string | null;
  required?: boolean;
}

function Field(p: Around & { id: string; children: ComponentChildren }): JSX.Element {
  return (
    <div class={"field" + (p.error ? " wrong" : "")}>
      <label for={p.id} class={p.required ? "required" : undefined}>
        {p.label}
      </label>
      {p.children}
      {p.help ? (
        <div class="help" id={p.id + "-help"} lang={p.helpLang}>
          {p.help}
        </div>
      ) : null}
      <div class="field-error" id={p.id + "-error"} role={p.error ? "alert" : undefined}>
        {p.error ? (
          <>
            <Icon name="fail" /> {p.error}
          </>
        ) : null}
      </div>
    </div>
  );
}

const tied = (p: Around, id: string) => ({
  id,
  required: p.required,
  "aria-invalid": p.error ? ("true" as const) : undefined,
  "aria-describedby": [p.help ? id + "-help" : "", p.error ? id + "-error" : ""].filter(Boolean).join(" ") || undefined,
});

export interface TextProps extends Around {
  value: string;
  onInput: (value: string) => void;
  onBlur?: () => void;
  type?: "text" | "email" | "number" | "date" | "search" | "url";
  name?: string;
  placeholder?: string;
  autocomplete?: string;
  disabled?: boolean;
  inputmode?: "numeric" | "text";
  maxLength?: number;
}

export function TextField(p: TextProps): JSX.Element {
  const id = useId();
  return (
    <Field {...p} id={id}>
      <input
        {...tied(p, id)}
        class="input"
        type={p.type ?? "text"}
        name={p.name}
        value={p.value}
        placeholder={p.placeholder}
        autocomplete={p.autocomplete ?? "off"}
        inputMode={p.inputmode}
        maxLength={p.maxLength}
        disabled={p.disabled}
        onInput={(event) => p.onInput(event.currentTarget.value)}
        onBlur={p.onBlur}
      />
    </Field>
  );
}

// A secret; lines: it may be pasted with line breaks (a key, a JWT).
export function SecretField(p: TextProps): JSX.Element {
  const id = useId();
  const [shown, show] = useState(false);
  return (
    <Field {...p} id={id}>
      <div class="input-with">
        <input
          {...tied(p, id)}
          class="input"
          type={shown ? "text" : "password"}
          name={p.name}
          value={p.value}
          placeholder={p.placeholder}
          autocomplete={p.autocomplete ?? "off"}
          spellcheck={false}
          onInput={(event) => p.onInput(event.currentTarget.value)}
          onBlur={p.onBlur}
        />
        <button type="button" class="input-button" aria-pressed={shown} onClick={() => show(!shown)}>
          {t(shown ? app.hideSecret : app.showSecret)}
        </button>
      </div>
    </Field>
  );
}

export function SelectField(
  p: Around & { value: string; options: [value: string, title: string][]; onInput: (value: string) => void; disabled?: boolean },
): JSX.Element {
  const id = useId();
  return (
    <Field {...p} id={id}>
      <select
        {...tied(p, id)}
        class="input"
        value={p.value}
        disabled={p.disabled}
        onChange={(event) => p.onInput(event.currentTarget.value)}
      >
        {p.options.map(([value, title]) => (
          <option key={value} value={value} selected={value === p.value}>
            {title}
          </option>
        ))}
      </select>
    </Field>
  );
}

export function CheckField(p: {
  label: ComponentChildren;
  value: boolean;
  onInput: (value: boolean) => void;
  help?: ComponentChildren;
  disabled?: boolean;
}): JSX.Element {
  const id = useId();
  return (
    <div class="field check-field">
      <div class="check-line">
        <input
          id={id}
          type="checkbox"
          checked={p.value}
          disabled={p.disabled}
          aria-describedby={p.help ? id + "-help" : undefined}
          onChange={(event) => p.onInput(event.currentTarget.checked)}
        />
        <label for={id}>{p.label}</label>
      </div>
      {p.help ? (
        <div class="help" id={id + "-help"}>
          {p.help}
        </div>
      ) : null}
    </div>
  );
}

export function ChoiceField(p: {
  label: string;
  value: string;
  options: { value: string; title: string; text?: string }[];
  onInput: (value: string) => void;
}): JSX.Element {
  const id = useId();
  return (
    <fieldset class="field choices">
      <legend>{p.label}</legend>
      {p.options.map((option) => (
        <div class="check-line" key={option.value}>
          <input
            id={id + option.value}
            type="radio"
            name={id}
            checked={p.value === option.value}
            aria-describedby={option.text ? id + option.value + "-help" : undefined}
            onChange={() => p.onInput(option.value)}
          />
          <div>
            <label for={id + option.value}>{option.title}</label>
            {option.text ? (
              <div class="help" id={id + option.value + "-help"}>
                {option.text}
              </div>
            ) : null}
          </div>
        </div>
      ))}
    </fieldset>
  );
}

export function FileField(p: Around & { accept: string; onFile: (file: File) => void; name: string | null }): JSX.Element {
  const id = useId();
  return (
    <Field {...p} id={id}>
      <input
        {...tied(p, id)}
        class="input file"
        type="file"
        accept={p.accept}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file) p.onFile(file);
        }}
      />
    </Field>
  );
}
