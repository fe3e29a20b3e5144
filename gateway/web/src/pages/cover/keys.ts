/** The keyboard in the editor. */
import type { Edit, EditedFace } from "./editing";
import { moved, type Point, type Size, scaled } from "./geometry";

/** How the gestures of the keyboard begin. */
export const KEYS = "keys";
const STEP = 0.01; // by which an arrow moves, of the photo's long side
const GROWTH = 1.08;

const ARROWS: Record<string, Point> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** What a key does, to the face that is selected if there is one; null: nothing. */
export function editOf(event: KeyboardEvent, face: EditedFace | undefined, photo: Size): Edit | null {
  if (event.key === "z" && (event.ctrlKey || event.metaKey)) return { type: "undone" };
  if (!face) return null;
  const { key } = face;
  if (event.key === "Delete" || event.key === "Backspace") return { type: "removed", key };
  if (event.key === "Escape") return { type: "selected", key: null };
  const arrow = ARROWS[event.key];
  if (!arrow || event.ctrlKey || event.metaKey || event.altKey) return null;
  const step = STEP * Math.max(photo.width, photo.height);
  const box = event.shiftKey
    ? scaled(face.box, GROWTH ** (arrow.x - arrow.y), photo)
    : moved(face.box, { x: arrow.x * step, y: arrow.y * step }, photo);
  return { type: "placed", key, place: { box }, gesture: `${KEYS} ${event.shiftKey ? "size" : "place"} ${key}` };
}
