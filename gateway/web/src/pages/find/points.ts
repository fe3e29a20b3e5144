/** Which of the matched points are drawn, and where. */

/** x1, y1 on the finder's photo, x2, y2 on the registered one, in fractions. */
export type Point = readonly [number, number, number, number];

const MARGIN = 1.08; // a turned nose takes up more room

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** At most `count` points that lie far from one another on the registered nose: each the farthest from those before. */
export function spread(points: readonly Point[], count: number): Point[] {
  const left = [...points];
  const chosen = left.splice(0, 1);
  while (chosen.length < count && left.length > 0) {
    const distances = left.map((point) => Math.min(...chosen.map((one) => distance(one, point))));
    chosen.push(...left.splice(distances.indexOf(Math.max(...distances)), 1));
  }
  return chosen;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a[2] - b[2], a[3] - b[3]);
}

/**
 * The part of the finder's photo (`width` x `height` pixels) that shows what the registered picture shows, in pixels and
 * of the shape `aspect` (width / height): the points take the same share of both.
 */
export function partShown(points: readonly Point[], width: number, height: number, aspect: number): Rect {
  const own = extent(points.map(([x, y]) => [x * width, y * height]));
  const other = extent(points.map(([, , x, y]) => [x * aspect, y]));
  const scale = (MARGIN * own.size) / other.size;
  const part = { width: scale * aspect, height: scale };
  return {
    x: within(own.x - other.x * scale, width - part.width),
    y: within(own.y - other.y * scale, height - part.height),
    ...part,
  };
}

/** Between 0 and `room`, so that nothing beside the photo is shown; in the middle where the photo is too small. */
function within(start: number, room: number): number {
  return room < 0 ? room / 2 : Math.min(Math.max(start, 0), room);
}

/** The middle of some places, and how far they lie from it: the same however the phone was turned. Never nothing. */
function extent(places: number[][]): { x: number; y: number; size: number } {
  const x = mean(places.map(([x]) => x!));
  const y = mean(places.map(([, y]) => y!));
  return { x, y, size: Math.sqrt(mean(places.map(([px, py]) => (px! - x) ** 2 + (py! - y) ** 2))) || 1e-6 };
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
