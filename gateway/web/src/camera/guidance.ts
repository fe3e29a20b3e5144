/** Live guidance: asking the server about frames, at a pace that it and the network can bear. */
import { answered, api, type Schemas } from "../api/client";
import { asProblem, Problem } from "../api/problems";
import { backoff, pause } from "../api/waiting";

/** What the server says of one frame; `nose` is a box in fractions of the frame. */
export type Assessment = Pick<Schemas["Quality"], "nose" | "quality" | "reasons" | "advice">;

export const INTERVAL_MS = 250;
const PATIENCE_MS = 8000;

interface Guidance {
  /** Looks at one frame; throws what asProblem understands. */
  look: (signal: AbortSignal) => Promise<void>;
  /** Told after each look: null if it went well. */
  onTrouble: (problem: Problem | null) => void;
  signal: AbortSignal;
}

/**
 * Look again and again until aborted: never twice at once, at most four times a second, and after trouble only once the
 * wait that the server asked for is over, longer each time.
 */
export async function guide({ look, onTrouble, signal }: Guidance): Promise<void> {
  for (let failures = 0; ; ) {
    const start = performance.now();
    const problem = await troubleOf(look, signal);
    if (signal.aborted) return;
    onTrouble(problem);
    failures = problem ? failures + 1 : 0;
    const wait = problem ? backoff(failures, problem.retryAfter) : INTERVAL_MS - (performance.now() - start);
    await pause(Math.max(0, wait), signal).catch(() => {}); // aborted: the next look ends it
    if (signal.aborted) return;
  }
}

async function troubleOf(look: Guidance["look"], signal: AbortSignal): Promise<Problem | null> {
  try {
    await look(signal);
    return null;
  } catch (error) {
    return signal.aborted ? null : asProblem(error);
  }
}

/** What the server says of a picture of at most 512 KB. Throws a Problem, or `signal`'s reason. */
export async function assess(jpeg: Blob, signal: AbortSignal, patienceMs = PATIENCE_MS): Promise<Assessment> {
  const form = new FormData();
  form.append("frame", jpeg, "frame.jpg");
  const timeout = AbortSignal.timeout(patienceMs);
  try {
    return await answered(
      api.POST("/api/v1/quality/", {
        body: form as never, // FormData: the types describe its fields
        bodySerializer: (body: unknown) => body as FormData,
        signal: AbortSignal.any([signal, timeout]),
      }),
    );
  } catch (error) {
    if (timeout.aborted && !signal.aborted) throw new Problem("server_timeout", 504);
    throw error;
  }
}
