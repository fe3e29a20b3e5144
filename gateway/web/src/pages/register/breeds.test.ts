import { expect, test } from "vitest";
import { type Breed, breedMeant, breedName } from "./breeds";

const BREEDS: Breed[] = [
  { code: "jindo", english: "Korean Jindo", korean: "진돗개" },
  { code: "toy_poodle", english: "Toy Poodle", korean: "토이 푸들" },
  { code: "standard_poodle", english: "Standard Poodle", korean: "스탠더드 푸들" },
  { code: "pointer", english: "Pointer", korean: "포인터" },
];

test.each([
  ["진돗개", "jindo"],
  ["korean jindo", "jindo"],
  ["jindo", "jindo"],
  ["진돗", "jindo"],
  ["토이푸들", "toy_poodle"],
  ["toy-poodle", "toy_poodle"],
  [" Pointer ", "pointer"],
  ["poodle", ""],
  ["푸들", ""],
  ["wolf", ""],
  ["  ", ""],
])("%s means %s", (typed, code) => {
  expect(breedMeant(BREEDS, typed)).toBe(code);
});

test("names are in the language of the page", () => {
  expect(breedName(BREEDS, "jindo", "ko")).toBe("진돗개");
  expect(breedName(BREEDS, "jindo", "en")).toBe("Korean Jindo");
  expect(breedName(BREEDS, "wolf", "en")).toBe("");
});
