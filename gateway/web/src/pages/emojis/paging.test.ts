import { describe, expect, test } from "vitest";
import { addressOf, neighbour, pagesIn, placeOf } from "./paging";

const MOMENT = "2026-01-02T03:04:05.000006Z";

describe("a place in the gallery", () => {
  test.each([
    [{ search: "", page: 1, before: null }, "/emojis"],
    [{ search: "강아지 & co", page: 1, before: null }, undefined],
    [{ search: "bori", page: 3, before: MOMENT }, undefined],
  ])("%o survives its address", (place, address) => {
    const made = addressOf(place);
    if (address) expect(made).toBe(address);
    expect(placeOf(Object.fromEntries(new URL(made, "http://localhost").searchParams))).toEqual(place);
  });

  test.each(["0", "-1", "x", "1e3", "1234567", undefined])("page %s is the first", (page) => {
    expect(placeOf({ page, before: MOMENT } as Record<string, string>)).toEqual({ search: "", page: 1, before: null });
  });

  test("what is searched for has no blanks around it", () => {
    expect(placeOf({ search: "  bori " }).search).toBe("bori");
  });
});

test("a neighbour keeps the moment at which the walk began, the first page has none", () => {
  const next = `http://127.0.0.1:8080/api/v1/emojis/pages/2?before=${encodeURIComponent(MOMENT)}&search=b`;
  expect(neighbour(next, "b")).toEqual({ search: "b", page: 2, before: MOMENT });
  expect(neighbour("/api/v1/emojis/pages/1?before=x", "")).toEqual({ search: "", page: 1, before: null });
});

test.each([
  [0, 1],
  [8, 1],
  [9, 2],
])("%d templates are on %d pages", (count, pages) => {
  expect(pagesIn(count)).toBe(pages);
});
