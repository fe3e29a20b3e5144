import { afterEach, beforeEach, expect, test, vi } from "vitest";

vi.mock("../i18n", () => ({ t: String, tCode: String, language: { value: "en" } }));
vi.mock("../api/client", () => ({ api: {}, answered: () => {} }));

const { guide, INTERVAL_MS } = await import("./guidance");
const { Problem } = await import("../api/problems");

let abort: AbortController;
const window = new EventTarget();

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", window);
  vi.stubGlobal("navigator", { onLine: false });
  abort = new AbortController();
});

afterEach(() => {
  abort.abort();
  vi.useRealTimers();
});

/** Starts guidance with looks that last `ms` or fail; returns when each began, and what trouble was told. */
function start(each: () => number | Error) {
  const looks: number[] = [];
  const troubles: (string | null)[] = [];
  const look = async () => {
    looks.push(performance.now());
    const outcome = each();
    if (outcome instanceof Error) throw outcome;
    await new Promise((resolve) => setTimeout(resolve, outcome));
  };
  const onTrouble = (problem: Error | null) => troubles.push(problem?.message ?? null);
  const over = guide({ look, onTrouble, signal: abort.signal });
  return { looks, troubles, over };
}

const gaps = (times: number[]) => times.slice(1).map((time, index) => 10 * Math.round((time - times[index]!) / 10));

test("quick answers are asked for four times a second", async () => {
  const { looks } = start(() => 20);
  await vi.advanceTimersByTimeAsync(1990);
  expect(looks).toHaveLength(8);
  expect(new Set(gaps(looks))).toEqual(new Set([INTERVAL_MS]));
});

test("a slow answer is waited for before the next frame is sent", async () => {
  const { looks } = start(() => 700);
  await vi.advanceTimersByTimeAsync(2200);
  expect(gaps(looks)).toEqual([700, 700, 700]);
});

test("after a refusal the pause is as long as the server asks, then longer and longer", async () => {
  const { looks, troubles } = start(() => new Problem("throttled", 429, "", {}, 3));
  await vi.advanceTimersByTimeAsync(14_000);
  expect(gaps(looks)).toEqual([3000, 3000, 4000]);
  expect(troubles).toEqual(Array(4).fill("throttled"));
});

test("the pace is taken up again, and the trouble taken back, once it works", async () => {
  let tries = 0;
  const { looks, troubles } = start(() => (++tries <= 2 ? new TypeError("no network") : 20));
  await vi.advanceTimersByTimeAsync(3600);
  expect(gaps(looks)).toEqual([1000, 2000, INTERVAL_MS, INTERVAL_MS]);
  expect(troubles).toEqual(["offline", "offline", null, null, null]);
});

test("a network that comes back ends the pause", async () => {
  let tries = 0;
  const { looks } = start(() => (++tries <= 4 ? new TypeError("no network") : 20));
  await vi.advanceTimersByTimeAsync(8000); // 1 + 2 + 4 s, and 8 more would follow
  expect(looks).toHaveLength(4);
  window.dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(10);
  expect(looks).toHaveLength(5);
});

test("nothing is asked or told after it was stopped", async () => {
  const { looks, troubles, over } = start(() => 700);
  await vi.advanceTimersByTimeAsync(100);
  abort.abort();
  await vi.advanceTimersByTimeAsync(5000);
  await over;
  expect(looks).toHaveLength(1);
  expect(troubles).toEqual([]);
});
