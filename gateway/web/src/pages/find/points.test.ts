import { describe, expect, test } from "vitest";
import { type Point, partShown, spread } from "./points";

const at = (x: number, y: number): Point => [0, 0, x, y];

describe("the points that are joined", () => {
  test("lie far from one another", () => {
    const corners = [at(0, 0), at(1, 0), at(0, 1), at(1, 1)];
    const crowd = Array.from({ length: 30 }, (_, number) => at(0.4 + number / 200, 0.5));
    const chosen = spread([corners[0]!, ...crowd, ...corners.slice(1)], 4);
    expect(new Set(chosen)).toEqual(new Set(corners));
  });

  test("are all of them where there are few, and none twice", () => {
    const points = [at(0.1, 0.1), at(0.5, 0.5), at(0.5, 0.5), at(0.9, 0.2)];
    expect(new Set(spread(points, 10))).toEqual(new Set(points));
    expect(spread(points, 10)).toHaveLength(4);
    expect(spread([], 10)).toEqual([]);
  });
});

describe("the part of the finder's photo that is shown", () => {
  const ON_REFERENCE = [
    [0.2, 0.2],
    [0.8, 0.3],
    [0.5, 0.9],
    [0.4, 0.4],
  ] as const;

  /** Points on a nose that fills the reference (4 : 3) and is in a box of the photo, 1200 pixels wide. */
  const seen = (x: number, y: number, width: number, height = 1600): Point[] =>
    ON_REFERENCE.map(([u, v]) => [(x + u * width) / 1200, (y + (v * width * 3) / 4) / height, u, v]);

  test("is the nose, with a little around it", () => {
    const part = partShown(seen(300, 500, 600), 1200, 1600, 4 / 3);
    expect(part.width / part.height).toBeCloseTo(4 / 3);
    expect(part.width / 600).toBeCloseTo(1.08);
    expect(part.x).toBeGreaterThan(250);
    expect(part.x + part.width).toBeLessThan(950);
    expect(part.y).toBeLessThan(500);
    expect(part.y + part.height).toBeGreaterThan(950);
  });

  test("never reaches beyond the photo as long as it fits", () => {
    expect(partShown(seen(0, 1150, 600), 1200, 1600, 4 / 3)).toMatchObject({ x: 0 });
    const low = partShown(seen(600, 1150, 600), 1200, 1600, 4 / 3);
    expect([low.x + low.width, low.y + low.height]).toEqual([1200, 1600]);
    const all = partShown(seen(0, 0, 1200, 900), 1200, 900, 4 / 3);
    expect(all.x).toBeLessThan(0);
    expect(all.x + all.width / 2).toBeCloseTo(600);
  });

  test("is found from a single point too", () => {
    const part = partShown([[0.5, 0.5, 0.5, 0.5]], 100, 100, 1);
    expect(Object.values(part).every(Number.isFinite)).toBe(true);
  });
});
