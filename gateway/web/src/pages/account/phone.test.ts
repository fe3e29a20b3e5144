import { expect, test } from "vitest";
import { internationalised } from "./phone";

test.each([
  ["010-1234-5678", "+821012345678"],
  ["(02) 123.4567", "+8221234567"],
  ["+44 20 7946 0000", "+442079460000"],
  ["", ""],
  ["0", "0"],
])("%j becomes %j", (typed, sent) => expect(internationalised(typed)).toBe(sent));
