import { beforeAll, expect, test } from "vitest";
import { nextOf, via } from "./next";

beforeAll(() => {
  globalThis.location = { origin: "https://savepets.example" } as Location;
});

test("leads back to a page of this site", () => {
  expect(nextOf({ next: "/register?step=2" })).toBe("/register?step=2");
});

test.each([
  "",
  "//",
  "http://",
  "http://[",
  "//evil.example",
  "/\\evil.example",
  "https://evil.example/",
  "javascript:alert(1)",
  "register",
  "/a\t/b",
  "/\t/",
  "/\t/evil.example",
])("never elsewhere: %j", (wanted) => {
  expect(new URL(nextOf({ next: wanted }), location.origin).origin).toBe(location.origin);
});

test("carries the address on", () => {
  expect(new URLSearchParams(via("/login", "/my/dogs/1?a=b&c").split("?")[1]).get("next")).toBe("/my/dogs/1?a=b&c");
});
