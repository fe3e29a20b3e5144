/**
 * When the camera takes the photo by itself: a state machine without a clock, a camera or a network of its own.
 */
import type { Assessment } from "./guidance";

/** A frame and what was said of it; `at` is when it was taken, in ms. */
export interface Sighting<Frame> {
  frame: Frame;
  assessment: Assessment;
  at: number;
}

/** What is remembered between two frames. */
export interface Shutter<Frame> {
  /** The frame before, if it could have been taken. */
  previous: Sighting<Frame> | null;
  /** The best one since `since`. */
  best: Sighting<Frame> | null;
  since: number;
  taken: { assessment: Assessment | null; at: number } | null;
}

/** Whether the parent wants such a photo after the one before. */
export type Accept = (assessment: Assessment, previous: Assessment | null) => boolean;
type Box = NonNullable<Assessment["nose"]>;

export const PATIENCE_MS = 2500; // how long frames may stay just usable before the best of them has to do
const PAUSE_MS = 800; // after a shot, to be noticed
const OTHER_VIEW_MS = 3000; // after which the same view may be taken once more
const STEADY = 0.15; // how far a nose that is held still moves between two frames, nose sizes
const MOVED = 0.2; // how far one has moved that is seen from elsewhere

export function shutterReady<Frame>(taken: Shutter<Frame>["taken"] = null): Shutter<Frame> {
  return { previous: null, best: null, since: 0, taken };
}

/** The next state, and the photo, if this is the moment. */
export function shutterSee<Frame>(
  state: Shutter<Frame>,
  seen: Sighting<Frame>,
  accept: Accept = () => true,
): { state: Shutter<Frame>; shot: Sighting<Frame> | null } {
  if (!isWanted(state.taken, seen, accept)) return { state: shutterReady(state.taken), shot: null };
  const since = state.best ? state.since : seen.at;
  const best = better(state.best, seen);
  const shot = isSteadilyGood(state.previous, seen)
    ? better(state.previous, seen)
    : seen.at - since >= PATIENCE_MS
      ? best
      : null;
  if (shot) return { state: shutterReady({ assessment: shot.assessment, at: seen.at }), shot };
  return { state: { previous: seen, best, since, taken: state.taken }, shot: null };
}

/** The frames that a state still needs; all others may be thrown away. */
export function framesHeld<Frame>({ previous, best }: Shutter<Frame>): Set<Frame> {
  return new Set([previous, best].flatMap((sighting) => (sighting ? [sighting.frame] : [])));
}

function isWanted<Frame>(taken: Shutter<Frame>["taken"], { assessment, at }: Sighting<Frame>, accept: Accept): boolean {
  if (!assessment.nose || assessment.reasons.length > 0) return false;
  if (taken && !isOtherView(taken, assessment.nose, at)) return false;
  return accept(assessment, taken?.assessment ?? null);
}

function isOtherView(taken: { assessment: Assessment | null; at: number }, nose: Box, at: number): boolean {
  const passed = at - taken.at;
  if (passed < PAUSE_MS) return false;
  const before = taken.assessment?.nose;
  return !before || passed >= OTHER_VIEW_MS || shift(before, nose) >= MOVED;
}

function isSteadilyGood<Frame>(previous: Sighting<Frame> | null, seen: Sighting<Frame>): boolean {
  if (previous?.assessment.advice !== "good" || seen.assessment.advice !== "good") return false;
  return shift(previous.assessment.nose!, seen.assessment.nose!) < STEADY;
}

/** How far a nose has moved or grown from `a` to `b`, in its own size. */
export function shift(a: Box, b: Box): number {
  const right = (b.x + b.width / 2 - a.x - a.width / 2) / a.width;
  const down = (b.y + b.height / 2 - a.y - a.height / 2) / a.height;
  return Math.max(Math.hypot(right, down), Math.abs(Math.log(b.width / a.width)));
}

function better<Frame>(a: Sighting<Frame> | null, b: Sighting<Frame>): Sighting<Frame> {
  return a && a.assessment.quality > b.assessment.quality ? a : b;
}
