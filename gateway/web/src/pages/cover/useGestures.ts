import type { RefObject } from "preact";
import { useRef } from "preact/hooks";
import { onPhoto } from "./canvasPlace";
import type { Edit, EditedFace } from "./editing";
import { distance, type Grip, held, type Point, type Size } from "./geometry";

const STILL = 3; // px of the screen within which a touch is a touch

interface Gesture {
  pointer: number;
  grip: Grip;
  face: EditedFace;
  from: Point;
  /** One step to be undone. */
  name: string;
  isMoving: boolean;
}

/** What makes an element a grip of a face. */
export type Gestures = (face: EditedFace, grip: Grip) => GripHandlers;

type Handler = (event: PointerEvent) => void;
interface GripHandlers {
  onTouchStart: (event: TouchEvent) => void;
  onPointerDown: Handler;
  onPointerMove: Handler;
  onPointerUp: Handler;
  onPointerCancel: Handler;
}

/** Faces that follow a finger or a mouse, one at a time. */
export function useGestures(
  canvas: RefObject<SVGSVGElement | null>,
  photo: Size,
  unit: number,
  edit: (one: Edit) => void,
): Gestures {
  const current = useRef<Gesture | null>(null);
  const move = (event: PointerEvent) => {
    const gesture = current.current;
    if (gesture?.pointer !== event.pointerId) return;
    const to = onPhoto(canvas.current!, event);
    gesture.isMoving ||= distance(gesture.from, to) > STILL * unit;
    if (!gesture.isMoving) return;
    const place = held(gesture.face, gesture.grip, gesture.from, to, photo);
    edit({ type: "placed", key: gesture.face.key, place, gesture: gesture.name });
  };
  const end = (event: PointerEvent) => {
    if (current.current?.pointer === event.pointerId) current.current = null;
  };
  return (face, grip) => ({
    onTouchStart: keepFromScrolling,
    onPointerDown: (event) => {
      if (current.current || event.button !== 0) return;
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      const from = onPhoto(canvas.current!, event);
      const name = `${event.pointerId} ${event.timeStamp}`;
      current.current = { pointer: event.pointerId, grip, face, from, name, isMoving: false };
      edit({ type: "selected", key: face.key });
    },
    onPointerMove: move,
    onPointerUp: end,
    onPointerCancel: end,
  });
}

/** In a drawing not every browser heeds `touch-action`, and takes the finger for scrolling. */
function keepFromScrolling(event: TouchEvent): void {
  event.preventDefault();
}
