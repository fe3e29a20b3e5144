import { useId } from "preact/hooks";

interface Props<Value extends string> {
  legend: string;
  value: Value | "";
  options: { value: Value; text: string }[];
  onValue: (value: Value) => void;
  error?: string | undefined;
}

/** A few answers side by side, of which one is chosen. */
export function Choice<Value extends string>({ legend, value, options, onValue, error }: Props<Value>) {
  const id = useId();
  return (
    <fieldset class="choice field" aria-describedby={error ? `${id}-error` : undefined}>
      <legend class="legend">{legend}</legend>
      <div class="choice-options">
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              class="visually-hidden"
              name={id}
              checked={option.value === value}
              onChange={() => onValue(option.value)}
            />
            <span>{option.text}</span>
          </label>
        ))}
      </div>
      {error && (
        <span id={`${id}-error`} class="error">
          {error}
        </span>
      )}
    </fieldset>
  );
}
