/** Where everything stands on a dog's card: an identity card (85.6 x 54 mm) at 300 dots to the inch. Pure. */

export const CARD = { width: 1012, height: 638 };
const MARGIN = 48;
const HEAD = 112;
const PHOTO = { x: MARGIN, y: HEAD + 38, size: 330 };
const TEXT_X = PHOTO.x + PHOTO.size + 40;
const TEXT_WIDTH = CARD.width - MARGIN - TEXT_X;
const FOOT_Y = PHOTO.y + PHOTO.size + 60;

export interface Words {
  title: string;
  name: string;
  about: string;
  numberLabel: string;
  number: string;
  found: string;
}

export type Ink = "head" | "strong" | "soft";

/** One line of text; `y` is its baseline. */
export interface Line {
  text: string;
  x: number;
  y: number;
  font: Font;
  ink: Ink;
}

export interface Font {
  size: number;
  weight: 400 | 600 | 700;
}

/** The width of a text in pixels. */
export type Measure = (text: string, font: Font) => number;

export const LOGO = { x: MARGIN, y: 24, size: 64 };
export const PICTURE = PHOTO;
export const HEADER = HEAD;

/** Every line of a card; what is too long is set smaller, then cut, so that nothing runs into anything else. */
export function cardLines(words: Words, measure: Measure): Line[] {
  const name = fitted(words.name, TEXT_WIDTH, { largest: 72, smallest: 40, weight: 700 }, measure);
  const about = fitted(words.about, TEXT_WIDTH, { largest: 32, smallest: 24, weight: 400 }, measure);
  const number = fitted(words.number, TEXT_WIDTH, { largest: 60, smallest: 40, weight: 700 }, measure);
  const found = wrapped(words.found, CARD.width - 2 * MARGIN, { size: 30, weight: 400 }, measure);
  return [
    { text: "SavePets", x: LOGO.x + LOGO.size + 20, y: 72, font: { size: 44, weight: 700 }, ink: "head" },
    {
      text: words.title,
      x: CARD.width - MARGIN - measure(words.title, { size: 30, weight: 600 }),
      y: 68,
      font: { size: 30, weight: 600 },
      ink: "head",
    },
    { ...name, x: TEXT_X, y: PHOTO.y + 66, ink: "strong" },
    { ...about, x: TEXT_X, y: PHOTO.y + 118, ink: "soft" },
    { text: words.numberLabel, x: TEXT_X, y: PHOTO.y + 246, font: { size: 26, weight: 600 }, ink: "soft" },
    { ...number, x: TEXT_X, y: PHOTO.y + 314, ink: "strong" },
    ...found.slice(0, 2).map((text, index) => ({
      text,
      x: MARGIN,
      y: FOOT_Y + 42 * index,
      font: { size: 30, weight: 400 } as const,
      ink: "strong" as const,
    })),
  ];
}

interface Sizes {
  largest: number;
  smallest: number;
  weight: Font["weight"];
}

/** A text at the largest size at which it fits, cut with an ellipsis if it does not at the smallest. */
export function fitted(text: string, width: number, { largest, smallest, weight }: Sizes, measure: Measure) {
  for (let size = largest; size >= smallest; size -= 2) {
    if (measure(text, { size, weight }) <= width) return { text, font: { size, weight } };
  }
  const font = { size: smallest, weight };
  const letters = [...text];
  while (letters.length && measure(`${letters.join("")}…`, font) > width) letters.pop();
  return { text: `${letters.join("").trimEnd()}…`, font };
}

/** A text in lines no wider than `width`, broken between words. */
export function wrapped(text: string, width: number, font: Font, measure: Measure): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line ? `${line} ${word}` : word;
    if (line && measure(longer, font) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line ? [...lines, line] : lines;
}

/** The middle square of a picture, or the part of it that fills another shape. */
export function middleSquare({ width, height }: { width: number; height: number }) {
  const size = Math.min(width, height);
  return { x: (width - size) / 2, y: (height - size) / 2, size };
}
