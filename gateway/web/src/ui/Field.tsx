import type { ComponentChildren, PartialInputHTMLAttributes, TextareaHTMLAttributes } from "preact";
import { useId } from "preact/hooks";

interface Described {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
}

interface Wiring {
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: "true";
}

function Labelled({ label, hint, error, control }: Described & { control: (wiring: Wiring) => ComponentChildren }) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const wiring: Wiring = { id };
  if (described) wiring["aria-describedby"] = described;
  if (error) wiring["aria-invalid"] = "true";
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {control(wiring)}
      {hint && (
        <span id={`${id}-hint`} class="soft small">
          {hint}
        </span>
      )}
      {error && (
        <span id={`${id}-error`} class="error">
          {error}
        </span>
      )}
    </div>
  );
}

type Typed = { value: string; onValue: (value: string) => void };

type InputProps = Described &
  Typed &
  Pick<
    PartialInputHTMLAttributes<HTMLInputElement>,
    "autocomplete" | "inputMode" | "max" | "maxLength" | "min" | "minLength" | "placeholder" | "required"
  > & { list?: string; type?: "text" | "email" | "password" | "tel" | "number" };

/** A field of a form: its label, what helps to fill it in, and what is wrong with it. */
export function Field({ label, hint, error, onValue, ...input }: InputProps) {
  return (
    <Labelled
      {...{ label, hint, error }}
      control={(wiring) => (
        <input {...(input as object)} {...wiring} onInput={(event) => onValue(event.currentTarget.value)} />
      )}
    />
  );
}

type AreaProps = Described & Typed & Pick<TextareaHTMLAttributes, "maxLength" | "placeholder" | "required">;

export function TextArea({ label, hint, error, onValue, ...area }: AreaProps) {
  return (
    <Labelled
      {...{ label, hint, error }}
      control={(wiring) => <textarea {...area} {...wiring} onInput={(event) => onValue(event.currentTarget.value)} />}
    />
  );
}

type SelectProps = Described & Typed & { options: { value: string; text: string }[]; required?: boolean };

export function Select({ label, hint, error, value, onValue, options, required }: SelectProps) {
  return (
    <Labelled
      {...{ label, hint, error }}
      control={(wiring) => (
        <select {...wiring} value={value} required={required} onChange={(event) => onValue(event.currentTarget.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.text}
            </option>
          ))}
        </select>
      )}
    />
  );
}

interface CheckProps {
  checked: boolean;
  onChecked: (checked: boolean) => void;
  required?: boolean;
  children: ComponentChildren;
}

export function Check({ checked, onChecked, required, children }: CheckProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={checked}
        required={required}
        onChange={(event) => onChecked(event.currentTarget.checked)}
      />
      <span>{children}</span>
    </label>
  );
}
