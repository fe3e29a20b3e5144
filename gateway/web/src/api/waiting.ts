/** Waiting that ends early: when the caller gives up, and when the network comes back. */

/** Resolves after `ms`, or as soon as the browser says that it is online again. Rejects when aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (act: () => void) => () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      signal?.removeEventListener("abort", aborted);
      act();
    };
    const done = end(resolve);
    const aborted = end(() => reject(signal?.reason));
    const timer = setTimeout(done, ms);
    window.addEventListener("online", done);
    if (signal?.aborted) aborted();
    else signal?.addEventListener("abort", aborted);
  });
}

/** Milliseconds before try number `tries` (from 1): 1 s, 2 s, 4 s ... at most 15 s, never less than the server asks. */
export function backoff(tries: number, retryAfter = 0): number {
  return Math.max(1000 * retryAfter, Math.min(15_000, 500 * 2 ** tries));
}
