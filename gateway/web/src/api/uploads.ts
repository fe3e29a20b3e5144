/** Sending photos over a network that comes and goes. */
import { api, refused } from "./client";
import { asProblem, type Problem } from "./problems";
import type { paths } from "./schema";
import { backoff, pause } from "./waiting";

/** Where forms with photos go, and what is answered when they have been taken. */
type Door = "/api/v1/lookups/" | "/api/v1/dogs/" | "/api/v1/emojis/" | "/api/v1/faces/tasks/";
type Taken<To extends Door> = paths[To]["post"]["responses"][202]["content"]["application/json"];

const TRIES = 6;
const LONGEST_WAIT_S = 30;

interface Submission {
  form: FormData;
  /** For a form that may be sent again later; else each call is a request of its own. */
  key?: string;
  signal: AbortSignal;
  /** Told before each new try, with what was in the way. */
  onRetry?: (problem: Problem) => void;
}

/**
 * POST a form that makes a task, and again after a lost connection or a server that is away. All tries carry one
 * Idempotency-Key, so the task is made once. Throws the last Problem, or AbortError.
 */
export async function submit<To extends Door>(path: To, given: Submission): Promise<Taken<To>> {
  const key = given.key ?? crypto.randomUUID();
  for (let tries = 1; ; tries++) {
    try {
      return await post(path, key, given);
    } catch (error) {
      given.signal.throwIfAborted();
      const problem = asProblem(error);
      if (!problem.passing || tries === TRIES || (problem.retryAfter ?? 0) > LONGEST_WAIT_S) throw problem;
      given.onRetry?.(problem);
      await pause(backoff(tries, problem.retryAfter), given.signal);
    }
  }
}

async function post<To extends Door>(path: To, key: string, { form, signal }: Submission): Promise<Taken<To>> {
  const { data, response, error } = await api.POST(path as "/api/v1/lookups/", {
    params: { header: { "Idempotency-Key": key } },
    body: form as never, // FormData: the types describe its fields
    bodySerializer: (body: unknown) => body as FormData,
    signal,
  });
  if (data) return data as Taken<To>;
  throw refused({ error, response });
}
