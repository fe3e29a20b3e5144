import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { en } from "./en";
import { ko } from "./ko";

type Tree = { [key: string]: string | Tree };

/** Every text by its dotted key; plural forms of one text count as one, since languages differ in how many there are. */
function texts(tree: Tree, prefix = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const name = prefix + key.replace(/_(one|other)$/, "");
    if (typeof value === "string") found.set(name, value);
    else for (const [inner, text] of texts(value, `${name}.`)) found.set(inner, text);
  }
  return found;
}

const placeholders = (text: string) => (text.match(/{{\w+}}/g) ?? []).sort();
const english = texts(en);
const korean = texts(ko);

test("both languages have the same texts", () => {
  expect([...korean.keys()].sort()).toEqual([...english.keys()].sort());
});

describe.each([...english])("%s", (key, text) => {
  test("is translated, with the same values in it", () => {
    expect(text.trim()).not.toBe("");
    expect(korean.get(key)?.trim()).not.toBe("");
    expect(placeholders(korean.get(key) ?? "")).toEqual(placeholders(text));
  });
});

test("what people read in Korean is Korean", () => {
  const foreign = [...korean].filter(([, text]) => !/[가-힣]/.test(text));
  expect(foreign.map(([key]) => key)).toEqual([]);
});

describe("what the API can answer with", () => {
  const types = readFileSync(new URL("../api/schema.d.ts", import.meta.url), "utf8");
  const codesOf = (name: string) => {
    const union = new RegExp(`^ +${name}: ("[^;]+");$`, "m").exec(types)?.[1] ?? "";
    return union.split("|").map((code) => code.trim().slice(1, -1));
  };

  test.each([
    ["ProblemCode", Object.keys(en.problems.codes)],
    ["TaskErrorCode", Object.keys(en.problems.codes)],
    ["FieldCode", [...Object.keys(en.problems.fields), ...Object.keys(en.problems.codes)]],
  ])("every %s has a text", (name, known) => {
    const codes = codesOf(name);
    expect(codes.length).toBeGreaterThan(5);
    expect(codes.filter((code) => !known.includes(code))).toEqual([]);
  });
});
