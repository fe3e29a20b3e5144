import { describe, expect, test } from "vitest";
import {
  CARD,
  cardLines,
  type Font,
  fitted,
  type Line,
  middleSquare,
  PICTURE,
  type Words,
  wrapped,
} from "./cardLayout";

/** As in a font whose letters are all three fifths of its size wide; Hangul is as wide as it is high. */
const measure = (text: string, { size }: Font) =>
  [...text].reduce((width, letter) => width + (/[가-힣]/.test(letter) ? 1 : 0.6) * size, 0);
const words: Words = {
  title: "Registered dog",
  name: "Bori",
  about: "Korean Jindo · 2021",
  numberLabel: "Registration number",
  number: "SP-7F3K-92QX-M",
  found: "Found me? Take a photo of my nose at savepets.example. My family will get your message right away.",
};
const box = ({ text, x, y, font }: Line) => ({
  left: x,
  right: x + measure(text, font),
  top: y - 0.8 * font.size,
  bottom: y + 0.25 * font.size,
});

const LONG = {
  ...words,
  name: "Sir Bartholomew von Wigglesworth the Third of Seoul",
  about: "Cavalier King Charles Spaniel · 2021",
  title: "등록된 강아지",
  found: "저를 발견하셨나요? savepets.example 에서 제 코를 촬영해 주세요. 보호자에게 바로 연락이 갑니다. 감사합니다.",
};

describe.each([
  ["short words", words],
  ["long words", LONG],
])("%s", (_, given) => {
  const lines = cardLines(given, measure);

  test("stay on the card and beside the picture", () => {
    for (const line of lines) {
      const { left, right, top, bottom } = box(line);
      expect(left).toBeGreaterThanOrEqual(40);
      expect(right).toBeLessThanOrEqual(CARD.width - 40);
      expect(bottom).toBeLessThanOrEqual(CARD.height - 16);
      const isBeside = left >= PICTURE.x + PICTURE.size;
      const isAboveOrBelow = bottom <= PICTURE.y || top >= PICTURE.y + PICTURE.size;
      expect(isBeside || isAboveOrBelow).toBe(true);
    }
  });

  test("do not run into each other", () => {
    const boxes = lines.map(box);
    for (const [index, a] of boxes.entries()) {
      for (const b of boxes.slice(index + 1)) {
        const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
        expect(apart).toBe(true);
      }
    }
  });

  test("the number is whole", () => {
    expect(lines.map(({ text }) => text)).toContain(given.number);
  });
});

test("a text is set smaller before it is cut", () => {
  const sizes = { largest: 40, smallest: 20, weight: 700 } as const;
  expect(fitted("Bori", 300, sizes, measure)).toEqual({ text: "Bori", font: { size: 40, weight: 700 } });
  expect(fitted("Bartholomew", 200, sizes, measure)).toEqual({ text: "Bartholomew", font: { size: 30, weight: 700 } });
  const cut = fitted("Bartholomew the Third", 200, sizes, measure);
  expect(cut).toEqual({ text: "Bartholomew the…", font: { size: 20, weight: 700 } });
});

test("lines break between words", () => {
  expect(wrapped("one two three four", 70, { size: 10, weight: 400 }, measure)).toEqual(["one two", "three four"]);
  expect(wrapped("unbreakable", 30, { size: 10, weight: 400 }, measure)).toEqual(["unbreakable"]);
});

test("a picture is cut to its middle", () => {
  expect(middleSquare({ width: 400, height: 300 })).toEqual({ x: 50, y: 0, size: 300 });
  expect(middleSquare({ width: 300, height: 500 })).toEqual({ x: 0, y: 100, size: 300 });
});
