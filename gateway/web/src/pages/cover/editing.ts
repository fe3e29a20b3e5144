/** What is done to the faces of a photo, and undone. Pure. */
import type { Expression } from "../../ui/Face";
import type { CoveredFace, FaceWanted } from "./data";
import { added, type Box, type Place, type Point, type Size } from "./geometry";

export interface EditedFace extends Place {
  key: number;
  /** What the person wants; null: whatever the face is found to say. */
  chosen: Expression | null;
  /** What was read from the photo; null where nobody has looked yet. */
  seen: CoveredFace | null;
  /** Whether it was read where the face is now. */
  current: boolean;
}

export interface Editing {
  faces: readonly EditedFace[];
  selected: number | null;
  past: readonly (readonly EditedFace[])[];
  /** Of the last change: more of the same gesture is the same step. */
  gesture: string;
}

export type Edit =
  | { type: "selected"; key: number | null }
  | { type: "placed"; key: number; place: Partial<Place>; gesture: string }
  | { type: "chosen"; key: number; expression: Expression | null }
  | { type: "added"; at: Point; size: Size }
  | { type: "removed"; key: number }
  | { type: "undone" };

/** Faces as the server has found or taken them; those without scores were chosen by the person. */
export function editingOf(faces: readonly CoveredFace[]): Editing {
  const edited = faces.map((face, key) => ({
    key,
    box: face.box as unknown as Box,
    angle: Math.round(face.angle),
    chosen: face.scores ? null : face.expression,
    seen: face,
    current: true,
  }));
  return { faces: edited, selected: null, past: [], gesture: "" };
}

export function edited(now: Editing, edit: Edit): Editing {
  switch (edit.type) {
    case "selected":
      return { ...now, selected: edit.key, gesture: "" };
    case "placed": {
      const faces = altered(now, edit.key, { ...edit.place, current: false });
      return edit.gesture === now.gesture ? { ...now, faces } : { ...step(now, faces), gesture: edit.gesture };
    }
    case "chosen":
      return step(now, altered(now, edit.key, { chosen: edit.expression }));
    case "added":
      return withNew(now, edit.at, edit.size);
    case "removed":
      return {
        ...step(
          now,
          now.faces.filter(({ key }) => key !== edit.key),
        ),
        selected: null,
      };
    case "undone":
      return undone(now);
  }
}

function altered({ faces }: Editing, key: number, change: Partial<EditedFace>): EditedFace[] {
  return faces.map((face) => (face.key === key ? { ...face, ...change } : face));
}

function step(now: Editing, faces: readonly EditedFace[]): Editing {
  return { ...now, faces, past: [...now.past, now.faces], gesture: "" };
}

function withNew(now: Editing, at: Point, size: Size): Editing {
  const key = 1 + Math.max(-1, ...[now.faces, ...now.past].flat().map((face) => face.key));
  const box = added(
    at,
    now.faces.map((face) => face.box),
    size,
  );
  const face: EditedFace = { key, box, angle: 0, chosen: null, seen: null, current: false };
  return { ...step(now, [...now.faces, face]), selected: key };
}

function undone(now: Editing): Editing {
  const faces = now.past.at(-1);
  if (!faces) return now;
  const selected = faces.some(({ key }) => key === now.selected) ? now.selected : null;
  return { faces, selected, past: now.past.slice(0, -1), gesture: "" };
}

/** The emoji that is shown over a face before the server has looked at it. */
export function expressionShown({ chosen, seen }: EditedFace): Expression {
  return chosen ?? (seen?.scores ? seen.expression : "neutral");
}

/** The faces for the API. */
export function wanted({ faces }: Editing): FaceWanted[] {
  return faces.map(({ box, angle, chosen }) => ({ box: [...box], angle, expression: chosen }));
}
