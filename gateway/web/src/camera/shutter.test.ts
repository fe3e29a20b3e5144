import { describe, expect, test } from "vitest";
import type { Assessment } from "./guidance";
import { type Accept, framesHeld, PATIENCE_MS, type Shutter, shutterReady, shutterSee } from "./shutter";

const NOSE = { x: 0.3, y: 0.3, width: 0.4, height: 0.3 };

function frame(change: Partial<Assessment> = {}): Assessment {
  return { nose: NOSE, quality: 80, reasons: [], advice: "good", ...change };
}

const soft = (quality: number) => frame({ quality, advice: "hold_still" });
const moved = (x: number) => frame({ nose: { ...NOSE, x } });

/** Shows frames 300 ms apart; returns the numbers of those that were taken, and the last state. */
function show(frames: Assessment[], { accept, start }: { accept?: Accept; start?: Shutter<number> } = {}) {
  let state = start ?? shutterReady<number>();
  const taken: number[] = [];
  for (const [number, assessment] of frames.entries()) {
    const step = shutterSee(state, { frame: number, assessment, at: 300 * number }, accept);
    state = step.state;
    if (step.shot) taken.push(step.shot.frame);
  }
  return { taken, state };
}

describe("a photo is taken", () => {
  test("at the second good frame in a row, the better one of the two", () => {
    expect(show([frame()]).taken).toEqual([]);
    expect(show([frame(), frame({ quality: 90 })]).taken).toEqual([1]);
    expect(show([frame({ quality: 95 }), frame({ quality: 90 })]).taken).toEqual([0]);
  });

  test("not while the nose moves or grows", () => {
    expect(show([moved(0.1), moved(0.25), moved(0.4), moved(0.55)]).taken).toEqual([]);
    expect(show([frame(), frame({ nose: { ...NOSE, width: 0.5 } })]).taken).toEqual([]);
    expect(show([moved(0.1), moved(0.3), moved(0.31)]).taken).toEqual([2]);
  });

  test("not of good frames with a bad one between them", () => {
    const blurred = frame({ reasons: ["blurred"], advice: "hold_still" });
    expect(show([frame(), blurred, frame(), frame({ nose: null, advice: "closer" }), frame()]).taken).toEqual([]);
  });

  test("of the best of frames that stay just usable", () => {
    const enough = Math.ceil(PATIENCE_MS / 300) + 1;
    const qualities = Array.from({ length: enough }, (_, number) => soft(number === 4 ? 70 : 50));
    expect(show(qualities.slice(0, -1)).taken).toEqual([]);
    expect(show(qualities).taken).toEqual([4]);
  });

  test("only if its parent wants it", () => {
    expect(show([frame(), frame(), frame()], { accept: () => false }).taken).toEqual([]);
    expect(show([frame({ quality: 50 }), frame(), frame()], { accept: (one) => one.quality > 60 }).taken).toEqual([2]);
  });
});

describe("after a photo", () => {
  const shotAgo = (seconds: number) => shutterReady<number>({ assessment: frame(), at: -1000 * seconds });

  test("the next one shows another view", () => {
    expect(show([frame(), frame()], { start: shotAgo(1) }).taken).toEqual([]);
    expect(show([moved(0.5), moved(0.5)], { start: shotAgo(1) }).taken).toEqual([1]);
    const nearer = frame({ nose: { x: 0.2, y: 0.2, width: 0.55, height: 0.41 } });
    expect(show([nearer, nearer], { start: shotAgo(1) }).taken).toEqual([1]);
  });

  test("a moment passes, and the same view will do after some seconds", () => {
    expect(show([moved(0.5), moved(0.5)], { start: shotAgo(0) }).taken).toEqual([]);
    expect(show([frame(), frame()], { start: shotAgo(3) }).taken).toEqual([1]);
  });

  test("the parent is shown the one before", () => {
    const seen: (Assessment | null)[] = [];
    show([frame({ quality: 81 }), frame({ quality: 81 }), ...Array(12).fill(frame({ quality: 82 }))], {
      accept: (_, previous) => seen.push(previous) > 0,
    });
    expect(seen[0]).toBeNull();
    expect(seen.at(-1)?.quality).toBe(81);
  });
});

test("no more frames are held than the last and the best", () => {
  const { state } = show([soft(50), soft(70), soft(60), soft(55)]);
  expect(framesHeld(state)).toEqual(new Set([1, 3]));
  expect(framesHeld(show([frame(), frame()]).state)).toEqual(new Set());
});
