import { t } from "../../i18n";
import type { Edit, EditedFace, Editing } from "./editing";
import { expressionShown } from "./editing";
import { type Size, squareOf } from "./geometry";
import type { Gestures } from "./useGestures";

const TOUCH = 44; // px of the screen that a finger hits

interface Props {
  face: EditedFace;
  number: number;
  now: Editing;
  edit: (one: Edit) => void;
  photo: Size;
  unit: number;
  gestures: Gestures;
}

/** A face to be selected, and moved with the finger or the arrow keys. */
export function FaceMark({ face, number, now, edit, photo, unit, gestures }: Props) {
  const { centre, side } = squareOf(face.box, photo);
  const reach = Math.max(side, TOUCH * unit) / 2;
  const isSelected = face.key === now.selected;
  return (
    // biome-ignore lint/a11y/useSemanticElements: there are no buttons in a drawing
    <g
      class={isSelected ? "face-mark selected" : "face-mark"}
      data-face={face.key}
      role="button"
      tabIndex={0}
      aria-pressed={isSelected}
      aria-label={markName(face, number, now.faces.length)}
      transform={`translate(${centre.x} ${centre.y}) rotate(${face.angle})`}
      onFocus={() => edit({ type: "selected", key: face.key })}
      {...gestures(face, "move")}
    >
      <rect class="face-hit" x={-reach} y={-reach} width={2 * reach} height={2 * reach} />
      <rect class="face-frame under" x={-side / 2} y={-side / 2} width={side} height={side} />
      <rect class="face-frame" x={-side / 2} y={-side / 2} width={side} height={side} />
    </g>
  );
}

function markName(face: EditedFace, number: number, count: number): string {
  const expression = t(`emojis.expressions.${expressionShown(face)}`);
  return t("cover.editor.face", { number, count, expression });
}
