/** Where faces and the emojis over them are: fractions of the photo, as the API has them, and its pixels. Pure. */

/** x, y, width, height as fractions of the photo's width and height. */
export type Box = readonly [number, number, number, number];

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** A face as it is covered: upright box, and how far the face leans, in degrees clockwise. */
export interface Place {
  box: Box;
  angle: number;
}

/** The square of an emoji over a face, in pixels of the photo; turned by the angle of the face. */
export interface Square {
  centre: Point;
  side: number;
}

/** How much larger than the longer side of a face its emoji is: the server's measure. */
const OVER = 1.25;
const SMALLEST = 0.012; // longer side of a box, of the photo's long side
const NEW = 0.18; // of the photo's short side, where no face tells how large faces are
const UPRIGHT = 4; // degrees to either side that count as upright while turning
const DIGITS = 1e5;

export function squareOf([x, y, width, height]: Box, size: Size): Square {
  const centre = { x: (x + width / 2) * size.width, y: (y + height / 2) * size.height };
  return { centre, side: OVER * Math.max(width * size.width, height * size.height) };
}

/** The box moved by so many pixels; its middle stays on the photo. */
export function moved([x, y, width, height]: Box, by: Point, size: Size): Box {
  const middle = (start: number, extent: number, step: number) => between(start + extent / 2 + step, 0, 1) - extent / 2;
  return rounded([middle(x, width, by.x / size.width), middle(y, height, by.y / size.height), width, height]);
}

/** The box enlarged about its middle, neither too small to be seen nor larger than the photo. */
export function scaled([x, y, width, height]: Box, factor: number, size: Size): Box {
  const longer = Math.max(width * size.width, height * size.height);
  const least = (SMALLEST * Math.max(size.width, size.height)) / longer;
  const most = Math.min(1 / width, 1 / height);
  const by = between(factor, Math.min(least, 1), Math.max(most, 1));
  return rounded([x + (width * (1 - by)) / 2, y + (height * (1 - by)) / 2, width * by, height * by]);
}

/** The box whose longer side is that share of the photo's long side. */
export function sized(box: Box, share: number, size: Size): Box {
  return scaled(box, share / shareOf(box, size), size);
}

/** The longer side of a box as a share of the photo's long side. */
export function shareOf([, , width, height]: Box, size: Size): number {
  return Math.max(width * size.width, height * size.height) / Math.max(size.width, size.height);
}

/** The box as it is while its corner is dragged: the emoji reaches as far from its middle as the pointer has moved. */
export function dragged(box: Box, from: Point, to: Point, size: Size): Box {
  const { centre } = squareOf(box, size);
  return scaled(box, distance(centre, to) / Math.max(distance(centre, from), 1), size);
}

/** Degrees between -180 and 180, in whole ones. */
export function turned(angle: number): number {
  return Math.round(((((angle + 180) % 360) + 360) % 360) - 180);
}

/** The same; nearly upright is upright. */
function upright(angle: number): number {
  const whole = turned(angle);
  return Math.abs(whole) <= UPRIGHT ? 0 : whole;
}

/** Which way a handle above the middle points while it is dragged to `to`; degrees clockwise from upright. */
export function direction(centre: Point, to: Point): number {
  return (Math.atan2(to.x - centre.x, centre.y - to.y) * 180) / Math.PI;
}

/** A new box about a place on the photo, a square of pixels, as large as the faces that are there. */
export function added(at: Point, others: readonly Box[], size: Size): Box {
  const sides = others.map(([, , width, height]) => Math.max(width * size.width, height * size.height));
  const side = median(sides) ?? NEW * Math.min(size.width, size.height);
  const [width, height] = [side / size.width, side / size.height];
  return rounded([at.x / size.width - width / 2, at.y / size.height - height / 2, width, height]);
}

/** Where the corners of a square are, in pixels from its middle and before it is turned; never too near to touch. */
export function cornersOf(side: number, least: number): Point[] {
  const reach = Math.max(side / 2, least);
  return [-1, 1].flatMap((y) => [-1, 1].map((x) => ({ x: x * reach, y: y * reach })));
}

/** How somebody takes hold of a face: its middle, a corner, or the handle by which it is turned. */
export type Grip = "move" | "size" | "turn";

/** A face that was taken hold of at `from`, with the pointer at `to` by now. */
export function held({ box, angle }: Place, grip: Grip, from: Point, to: Point, size: Size): Partial<Place> {
  if (grip === "move") return { box: moved(box, { x: to.x - from.x, y: to.y - from.y }, size) };
  if (grip === "size") return { box: dragged(box, from, to, size) };
  const { centre } = squareOf(box, size);
  return { angle: upright(angle + direction(centre, to) - direction(centre, from)) };
}

/** Where on a slider of 0 to 100 a size stands: small faces get as much of it as large ones. */
export function notchOf(share: number): number {
  return (100 * Math.log(share / SMALLEST)) / Math.log(1 / SMALLEST);
}

/** The share of the photo's long side at a notch of that slider. */
export function shareAt(notch: number): number {
  return SMALLEST ** (1 - notch / 100);
}

export function isOn(photo: Size, { x, y }: Point): boolean {
  return x >= 0 && y >= 0 && x <= photo.width && y <= photo.height;
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function median(values: number[]): number | undefined {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function between(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

function rounded(box: [number, number, number, number]): Box {
  return box.map((value) => Math.round(value * DIGITS) / DIGITS) as unknown as Box;
}
