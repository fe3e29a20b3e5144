import { describe, expect, test } from "vitest";
import { EXPRESSIONS } from "../../ui/Face";
import { expressionOf, placesOf } from "./fileNames";

const free = () => false;

describe("the face that a file is named after", () => {
  test.each([
    ["angry.png", "angry"],
    ["01_Angry.PNG", "angry"],
    ["bori-surprised (2).webp", "surprise"],
    ["boriHappy.png", "happy"],
    ["unhappy.png", "sad"],
    ["dogangry2.png", "angry"],
    ["made_by_me.png", null],
    ["happy-or-sad.png", null],
    ["IMG_0042.jpg", null],
    ["보리_슬픔.png", "sad"],
    ["놀란보리.png", "surprise"],
    ["무표정.png".normalize("NFD"), "neutral"],
    [".png", null],
  ])("%s is %s", (name, expected) => {
    expect(expressionOf(name)).toBe(expected);
  });
});

describe("places for files chosen together", () => {
  test("every expression is recognised by its own name", () => {
    const names = [...EXPRESSIONS].reverse().map((expression) => `${expression}.png`);
    const { at, guessed, left } = placesOf(names, free);
    expect(EXPRESSIONS.map((expression) => names[at.get(expression)!])).toEqual(
      EXPRESSIONS.map((expression) => `${expression}.png`),
    );
    expect([guessed, left]).toEqual([[], 0]);
  });

  test("numbered files fill the free places in their order, the tenth after the second", () => {
    const { at, guessed, left } = placesOf(["f10.png", "f2.png", "happy.png"], (one) => one === "neutral");
    expect([...at]).toEqual([
      ["happy", 2],
      ["angry", 1],
      ["disgust", 0],
    ]);
    expect([guessed, left]).toEqual([["angry", "disgust"], 0]);
  });

  test("a name replaces what was there; what has no place is left", () => {
    const { at, left } = placesOf(["sad1.png", "sad2.png", "x.png"], () => true);
    expect([...at]).toEqual([["sad", 0]]);
    expect(left).toBe(2);
    expect(expressionOf("sad1.png")).toBe("sad");
  });

  test("more than seven are too many", () => {
    const names = Array.from({ length: 9 }, (_, index) => `${index}.png`);
    const { at, left } = placesOf(names, free);
    expect([...at.keys()].sort()).toEqual([...EXPRESSIONS].sort());
    expect([at.get("neutral"), at.get("surprise"), left]).toEqual([0, 6, 2]);
  });
});
