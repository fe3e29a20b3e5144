import { describe, expect, test } from "vitest";
import {
  added,
  type Box,
  cornersOf,
  direction,
  dragged,
  held,
  moved,
  notchOf,
  scaled,
  shareAt,
  shareOf,
  sized,
  squareOf,
  turned,
} from "./geometry";

const PHOTO = { width: 1000, height: 500 };
const FACE: Box = [0.4, 0.4, 0.1, 0.3]; // 100 x 150 pixels, its middle at 450, 275

const middle = ([x, y, width, height]: Box) => [x + width / 2, y + height / 2];

test("the emoji is 1.25 times the longer side, in pixels, about the middle of the face", () => {
  expect(squareOf(FACE, PHOTO)).toEqual({ centre: { x: expect.closeTo(450), y: expect.closeTo(275) }, side: 187.5 });
});

describe("moving", () => {
  test("by pixels, which are other fractions across than down", () => {
    expect(moved(FACE, { x: 100, y: 100 }, PHOTO)).toEqual([0.5, 0.6, 0.1, 0.3]);
  });

  test.each([
    [{ x: 9999, y: 9999 }, [1, 1]],
    [{ x: -9999, y: -9999 }, [0, 0]],
  ])("leaves the middle on the photo: by %j", (by, expected) => {
    const box = moved(FACE, by, PHOTO);
    expect(middle(box)).toEqual(expected.map((value) => expect.closeTo(value)));
    expect(box.every((value) => value >= -1 && value <= 2)).toBe(true);
  });

  test("there and back is where it was", () => {
    expect(moved(moved(FACE, { x: 33, y: -21 }, PHOTO), { x: -33, y: 21 }, PHOTO)).toEqual(FACE);
  });
});

describe("resizing", () => {
  test("keeps the middle and the shape", () => {
    const box = scaled(FACE, 2, PHOTO);
    expect(middle(box)).toEqual(middle(FACE).map((value) => expect.closeTo(value)));
    expect(box.slice(2)).toEqual([0.2, 0.6]);
  });

  test("ends where the photo does", () => {
    expect(scaled(FACE, 99, PHOTO)[3]).toBe(1);
  });

  test("never makes a face too small to be seen", () => {
    expect(shareOf(scaled(FACE, 0.0001, PHOTO), PHOTO)).toBeCloseTo(0.012);
  });

  test("does not enlarge a face that is smaller than that already", () => {
    const tiny: Box = [0.5, 0.5, 0.004, 0.008];
    expect(scaled(tiny, 0.5, PHOTO)).toEqual(tiny);
  });

  test("to a share of the long side", () => {
    expect(shareOf(sized(FACE, 0.3, PHOTO), PHOTO)).toBeCloseTo(0.3);
  });

  test("twice as far from the middle is twice as large, wherever the corner was taken", () => {
    expect(dragged(FACE, { x: 500, y: 275 }, { x: 450, y: 375 }, PHOTO)).toEqual(scaled(FACE, 2, PHOTO));
  });

  test("from the very middle stays finite", () => {
    const box = dragged(FACE, { x: 450, y: 275 }, { x: 460, y: 275 }, PHOTO);
    expect(box.every(Number.isFinite)).toBe(true);
  });
});

describe("turning", () => {
  test.each([
    [{ x: 450, y: 100 }, 0],
    [{ x: 600, y: 275 }, 90],
    [{ x: 450, y: 400 }, 180],
    [{ x: 300, y: 275 }, -90],
  ])("a handle at %j points to %i degrees", (to, expected) => {
    expect(direction({ x: 450, y: 275 }, to)).toBeCloseTo(expected);
  });

  test.each([
    [190, -170],
    [-190, 170],
    [720.4, 0],
    [3.9, 4],
    [45.6, 46],
  ])("%d degrees are %i", (angle, expected) => {
    expect(turned(angle)).toBe(expected);
  });

  test.each([
    [0, { x: 460, y: 100 }, 0],
    [30, { x: 650, y: 275 }, 120],
    [170, { x: 650, y: 275 }, -100],
    [-93, { x: 650, y: 275 }, 0],
  ])("from %i by a handle dragged to %j, and nearly upright is upright", (angle, to, expected) => {
    expect(held({ box: FACE, angle }, "turn", { x: 450, y: 100 }, to, PHOTO)).toEqual({ angle: expected });
  });
});

test("a face is held at its middle or at a corner", () => {
  const [from, to] = [
    { x: 500, y: 275 },
    { x: 550, y: 275 },
  ];
  expect(held({ box: FACE, angle: 9 }, "move", from, to, PHOTO)).toEqual({ box: moved(FACE, { x: 50, y: 0 }, PHOTO) });
  expect(held({ box: FACE, angle: 9 }, "size", from, to, PHOTO)).toEqual({ box: scaled(FACE, 2, PHOTO) });
});

test("a slider reaches from the smallest face to the whole photo, and back", () => {
  expect([shareAt(0), shareAt(100)]).toEqual([expect.closeTo(0.012), 1]);
  for (const notch of [0, 17, 50, 100]) expect(notchOf(shareAt(notch))).toBeCloseTo(notch);
});

describe("a new face", () => {
  test("is a square of pixels about the place", () => {
    const box = added({ x: 450, y: 275 }, [], PHOTO);
    expect(middle(box)).toEqual([expect.closeTo(0.45), expect.closeTo(0.55)]);
    expect(box[2] * PHOTO.width).toBeCloseTo(box[3] * PHOTO.height);
    expect(box[2] * PHOTO.width).toBeCloseTo(90);
  });

  test("is as large as the middle one of the others", () => {
    const others: Box[] = [FACE, scaled(FACE, 0.1, PHOTO), scaled(FACE, 2, PHOTO)];
    expect(shareOf(added({ x: 0, y: 0 }, others, PHOTO), PHOTO)).toBeCloseTo(shareOf(FACE, PHOTO));
  });
});

test("handles keep far enough from each other to be touched", () => {
  expect(cornersOf(20, 34)).toEqual(cornersOf(68, 10));
  expect(cornersOf(100, 34)[3]).toEqual({ x: 50, y: 50 });
});
