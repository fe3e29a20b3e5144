import { useId } from "preact/hooks";

interface Props {
  label: string;
  value: number;
  least: number;
  most: number;
  /** The value in words. */
  said: string;
  onValue: (value: number) => void;
}

export function Slider({ label, value, least, most, said, onValue }: Props) {
  const id = useId();
  return (
    <div class="slider">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={least}
        max={most}
        value={value}
        aria-valuetext={said}
        onInput={(event) => onValue(Number(event.currentTarget.value))}
      />
      <span class="small soft" aria-hidden="true">
        {said}
      </span>
    </div>
  );
}
