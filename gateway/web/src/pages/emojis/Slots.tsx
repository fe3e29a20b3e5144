import { useId, useRef, useState } from "preact/hooks";
import { t, tCode } from "../../i18n";
import { BlobPicture } from "../../ui/BlobPicture";
import { EXPRESSIONS, type Expression, Face } from "../../ui/Face";
import { Icon } from "../../ui/Icon";
import { draft, filesTake, fileTake, reading } from "./draft";

/** Seven places for pictures. Files may be dropped on one of them, or several beside it. */
export function Slots() {
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const files = [...(event.dataTransfer?.files ?? [])];
    const slot = (event.target as Element).closest<HTMLElement>("[data-expression]");
    if (files.length === 1 && slot) void fileTake(slot.dataset.expression as Expression, files[0]!);
    else if (files.length) void filesTake(files);
  };
  return (
    <ol
      class={`seven slots${isOver ? " over" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {EXPRESSIONS.map((expression) => (
        <Slot key={expression} expression={expression} />
      ))}
    </ol>
  );
}

function Slot({ expression }: { expression: Expression }) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const { [expression]: picture } = draft.value.pictures;
  const { [expression]: faults = [] } = draft.value.faults;
  const isReading = reading.value.has(expression);
  const name = tCode("emojis.expressions", expression) ?? expression;
  const label = t(picture ? "emojis.create.replace" : "emojis.create.choose", { expression: name });
  const look = faults.length ? "slot bad lacking" : picture ? "slot full" : "slot lacking";
  return (
    <li class={look} data-expression={expression}>
      <button
        type="button"
        class="slot-tile checker"
        aria-label={label}
        aria-describedby={`${id}-about`}
        onClick={() => input.current?.click()}
      >
        {picture ? <BlobPicture blob={picture} alt="" class="slot-picture" /> : <Face of={expression} />}
        <span class="slot-mark">{isReading ? <span class="spinner" /> : <Icon name={markOf(picture, faults)} />}</span>
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept="image/*"
        aria-label={label}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          if (file) void fileTake(expression, file);
        }}
      />
      <strong class="seven-name">{name}</strong>
      <span id={`${id}-about`} class={faults.length ? "error small" : "soft small"}>
        {faults.length ? <Faults of={faults} /> : tCode("emojis.hints", expression)}
      </span>
    </li>
  );
}

function markOf(picture: Blob | undefined, faults: readonly string[]) {
  if (faults.length) return "warning";
  return picture ? "repeat" : "plus";
}

/** What is wrong with a picture. */
export function Faults({ of }: { of: readonly string[] }) {
  return <>{of.map((code) => tCode("emojis.faults", code) ?? tCode("problems.codes", code) ?? code).join(" ")}</>;
}
