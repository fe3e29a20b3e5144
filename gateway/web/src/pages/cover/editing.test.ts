import { describe, expect, test } from "vitest";
import type { CoveredFace } from "./data";
import { type Edit, edited, editingOf, expressionShown, wanted } from "./editing";

const PHOTO = { width: 1000, height: 500 };
const scores = { neutral: 0.1, angry: 0, disgust: 0, fear: 0, happy: 0.9, sad: 0, surprise: 0 };
const READ = { box: [0.1, 0.2, 0.1, 0.2], angle: 3.4, score: 0.99, expression: "happy", unsure: false, scores };
const CHOSEN = { ...READ, box: [0.5, 0.2, 0.1, 0.2], expression: "sad", score: null, scores: null };
const START = editingOf([READ, CHOSEN] as CoveredFace[]);

const editedBy = (...edits: Edit[]) => edits.reduce(edited, START);
const boxes = (now: typeof START) => now.faces.map(({ box }) => box);
const MOVED: Edit = { type: "placed", key: 0, place: { box: [0.3, 0.3, 0.1, 0.2] }, gesture: "a" };

test("what was read is left to be read again, what was chosen stays chosen", () => {
  expect(wanted(START)).toEqual([
    { box: READ.box, angle: 3, expression: null },
    { box: CHOSEN.box, angle: 3, expression: "sad" },
  ]);
});

test("until it is read again, a face shows what was read before; a new one is neutral", () => {
  const now = editedBy({ type: "added", at: { x: 500, y: 250 }, size: PHOTO });
  expect(now.faces.map(expressionShown)).toEqual(["happy", "sad", "neutral"]);
  expect(expressionShown({ ...now.faces[0]!, chosen: "fear" })).toBe("fear");
});

test("a choice that is taken back is left to be read", () => {
  const now = editedBy({ type: "chosen", key: 1, expression: null });
  expect([wanted(now)[1]!.expression, expressionShown(now.faces[1]!)]).toEqual([null, "neutral"]);
});

test("what is moved is not where it was read", () => {
  expect(editedBy(MOVED).faces.map(({ current }) => current)).toEqual([false, true]);
});

describe("undoing", () => {
  test("takes back a whole gesture, then what was before it", () => {
    const farther: Edit = { ...MOVED, place: { box: [0.4, 0.3, 0.1, 0.2] } };
    const now = editedBy({ type: "chosen", key: 1, expression: null }, MOVED, farther, { ...farther, gesture: "b" });
    const once = edited(now, { type: "undone" });
    expect(boxes(once)[0]).toEqual([0.4, 0.3, 0.1, 0.2]);
    const twice = edited(once, { type: "undone" });
    expect(boxes(twice)).toEqual(boxes(START));
    expect(edited(twice, { type: "undone" }).faces).toEqual(START.faces);
  });

  test("brings a removed face back, and selects nothing that is not there", () => {
    const now = editedBy({ type: "selected", key: 1 }, { type: "removed", key: 1 });
    expect([now.faces.length, now.selected]).toEqual([1, null]);
    expect(edited(now, { type: "undone" }).faces).toEqual(START.faces);
    const added = editedBy({ type: "added", at: { x: 1, y: 1 }, size: PHOTO });
    expect(added.selected).toBe(2);
    expect(edited(added, { type: "undone" }).selected).toBeNull();
  });

  test("of nothing changes nothing", () => {
    expect(editedBy({ type: "undone" })).toBe(START);
  });
});

test("a face that is added never takes the key of one that may come back", () => {
  const now = editedBy({ type: "removed", key: 1 }, { type: "added", at: { x: 1, y: 1 }, size: PHOTO });
  expect(now.faces.map(({ key }) => key)).toEqual([0, 2]);
});
