import type { EditedFace } from "./editing";
import { cornersOf, type Size, squareOf } from "./geometry";
import type { Gestures } from "./useGestures";

/** In px of the screen. */
const TOUCH = 22; // radius that a finger hits
const DOT = 8;
const APART = 36; // of a corner from the middle, at least along each side
const ARM = 40; // of the handle that turns, from the edge

interface Props {
  face: EditedFace;
  photo: Size;
  unit: number;
  pad: number;
  gestures: Gestures;
}

/** What the selected face is resized and turned by; the keyboard has sliders instead. */
export function Handles({ face, photo, unit, pad, gestures }: Props) {
  const { centre, side } = squareOf(face.box, photo);
  const reach = Math.max(side / 2, APART * unit) + ARM * unit;
  const arm = isSeen(face.angle, reach) ? -reach : reach;
  return (
    <g transform={`translate(${centre.x} ${centre.y}) rotate(${face.angle})`}>
      <line class="face-arm" y1={Math.sign(arm) * (side / 2)} y2={arm} />
      {cornersOf(side, APART * unit).map(({ x, y }) => (
        <g key={`${Math.sign(x)} ${Math.sign(y)}`} class="face-handle size" {...gestures(face, "size")}>
          <circle class="face-hit" cx={x} cy={y} r={TOUCH * unit} />
          <circle class="face-dot" cx={x} cy={y} r={DOT * unit} />
        </g>
      ))}
      <g class="face-handle turn" {...gestures(face, "turn")}>
        <circle class="face-hit" cy={arm} r={TOUCH * unit} />
        <circle class="face-dot turning" cy={arm} r={DOT * 1.25 * unit} />
      </g>
    </g>
  );

  /** Whether a handle above the middle is where it can be taken hold of. */
  function isSeen(angle: number, above: number): boolean {
    const turn = (angle * Math.PI) / 180;
    const [x, y] = [centre.x + above * Math.sin(turn), centre.y - above * Math.cos(turn)];
    const room = pad - DOT * unit;
    return x > -room && y > -room && x < photo.width + room && y < photo.height + room;
  }
}
