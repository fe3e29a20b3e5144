import { t } from "../../i18n";
import type { Edit, EditedFace, Editing } from "./editing";
import { expressionShown } from "./editing";
import { type Size, squareOf } from "./geometry";
import type { Gestures } from "./useGestures";

/** In px of the screen. */
const TOUCH = 44; // what a finger hits
const BESIDE = 3; // of the frame from the emoji, so that it does not cover small ones

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
  const frame = side + 2 * BESIDE * unit;
  const square = { x: -frame / 2, y: -frame / 2, width: frame, height: frame };
  const isSelected = face.key === now.selected;
  return (
    // biome-ignore lint/a11y/useSemanticElements: there are no buttons in a drawing
    <g
      class={isSelected ? "face-mark selected" : "face-mark"}
      data-face={face.key}
      role="button"
      tabindex={0}
      aria-pressed={isSelected}
      aria-label={markName(face, number, now.faces.length)}
      transform={`translate(${centre.x} ${centre.y}) rotate(${face.angle})`}
      onFocus={() => edit({ type: "selected", key: face.key })}
      {...gestures(face, "move")}
    >
      <rect class="face-hit" x={-reach} y={-reach} width={2 * reach} height={2 * reach} />
      <rect class="face-frame under" {...square} />
      <rect class="face-frame" {...square} />
    </g>
  );
}

function markName(face: EditedFace, number: number, count: number): string {
  const expression = t(`emojis.expressions.${expressionShown(face)}`);
  return t("cover.editor.face", { number, count, expression });
}
