import { describe, expect, test } from "vitest";
import {
  type Change,
  changed,
  type Draft,
  dataErrors,
  EMPTY,
  fieldsOf,
  hasContent,
  NO_DATA,
  type NoseShot,
  SHOTS,
  stepFor,
  stepOfErrors,
} from "./draft";

const shot = (id: string, faults: string[] = []): NoseShot => ({ id, blob: new Blob([id]), quality: 80, faults });
const draftOf = (...changes: Change[]) => changes.reduce(changed, EMPTY);
const taken = (...shots: NoseShot[]): Change[] => shots.map((one) => ({ type: "taken", shot: one }));
const ids = (shots: readonly NoseShot[]) => shots.map(({ id }) => id).join("");
const five = [..."abcde"].map((id) => shot(id));
const BORI = { ...NO_DATA, name: "Bori", breedTyped: "Korean Jindo", breed: "jindo", sex: "female" } as const;
const complete = draftOf(
  ...taken(...five),
  { type: "said", data: BORI },
  { type: "pictured", picture: new Blob(["p"]) },
);

describe("nose photos", () => {
  test("only good ones count, and five are enough", () => {
    const draft = draftOf(...taken(shot("x", ["blurred"]), ...five, shot("f")));
    expect(ids(draft.good)).toBe("abcde");
    expect(ids(draft.bad)).toBe("x");
  });

  test("one that was removed makes room", () => {
    const draft = draftOf(...taken(...five), { type: "removed", id: "b" }, ...taken(shot("f")));
    expect(ids(draft.good)).toBe("acdef");
  });

  test("a verdict takes the bad ones out and leaves everything else", () => {
    const verdicts = five.map((_, index) => ({
      index,
      quality: 50 + index,
      faults: index % 2 ? ["different_dog"] : [],
    }));
    const draft = changed(changed(complete, { type: "taken", shot: shot("x", ["blurred"]) }), {
      type: "judged",
      verdicts,
    });
    expect(ids(draft.good)).toBe("ace");
    expect(ids(draft.bad)).toBe("bd");
    expect(draft.bad.map(({ quality, faults }) => [quality, faults])).toEqual([
      [51, ["different_dog"]],
      [53, ["different_dog"]],
    ]);
    expect(draft.data).toEqual(complete.data);
    expect(draft.picture).toBe(complete.picture);
  });

  test("a verdict on some says nothing of the others", () => {
    const draft = changed(complete, { type: "judged", verdicts: [{ index: 4, faults: ["duplicate_photo"] }] });
    expect(ids(draft.good)).toBe("abcd");
    expect(draft.bad[0]?.quality).toBe(80);
  });
});

describe("steps", () => {
  const cases: [string, Draft, string | undefined, string][] = [
    ["begin with the noses", EMPTY, undefined, "noses"],
    ["cannot be skipped", EMPTY, "send", "noses"],
    ["need five photos", draftOf(...taken(...five.slice(1))), "dog", "noses"],
    ["go on with five", draftOf(...taken(...five)), "dog", "dog"],
    ["need the dog's data", draftOf(...taken(...five)), "picture", "dog"],
    ["go back", complete, "noses", "noses"],
    ["go to the end", complete, "send", "send"],
    ["go on where something is missing", { ...complete, picture: null }, undefined, "picture"],
    ["need a picture", { ...complete, picture: null }, "send", "picture"],
  ];
  test.each(cases)("%s", (_, draft, wanted, shown) => {
    expect(stepFor(draft, wanted)).toBe(shown);
  });

  test("what the API refuses leads to its step", () => {
    const refusals = ["nose_photos", "profile_photo", "name"].map((field) => ({ [field]: [{ code: "invalid" }] }));
    expect(refusals.map(stepOfErrors)).toEqual(["noses", "picture", "dog"]);
  });
});

describe("data", () => {
  const codes = (data: object) => {
    const errors = dataErrors({ ...BORI, ...data }, 2026);
    return Object.fromEntries(Object.entries(errors).map(([field, [error]]) => [field, error?.code]));
  };

  test("name, breed and sex are needed", () => {
    expect(codes(NO_DATA)).toEqual({ name: "blank", breed: "blank", sex: "required" });
    expect(codes({ name: "  " })).toEqual({ name: "blank" });
    expect(codes({ breed: "", breedTyped: "wolf" })).toEqual({ breed: "invalid_choice" });
    expect(codes({})).toEqual({});
  });

  test.each(["2027", "1985", "20.5", "two"])("%s is no birth year", (birth_year) => {
    expect(codes({ birth_year })).toEqual({ birth_year: "birth_year" });
  });

  test("an animal number has 15 digits, typed in groups or not", () => {
    expect(codes({ animal_number: "410-160-012-345-678" })).toEqual({});
    expect(codes({ animal_number: "41016001234567" })).toEqual({ animal_number: "animal_number" });
    expect(fieldsOf({ ...BORI, animal_number: "410 160 012 345 678" }).animal_number).toBe("410160012345678");
  });

  test("the form has the API's fields only", () => {
    expect(Object.keys(fieldsOf(BORI)).sort()).toEqual(
      ["animal_number", "birth_year", "breed", "coat_colour", "marks", "name", "neutered", "sex"].sort(),
    );
  });
});

test("there is something to lose once anything was entered", () => {
  expect(hasContent(EMPTY)).toBe(false);
  expect(hasContent(draftOf({ type: "said", data: { name: "B" } }))).toBe(true);
  expect(hasContent(draftOf(...taken(shot("x", ["blurred"]))))).toBe(true);
  expect(complete.good).toHaveLength(SHOTS);
});
