/** Following a task to its end by long polls. */
import { api, refused, type Schemas } from "./client";
import { asProblem } from "./problems";
import { backoff, pause } from "./waiting";

export type Task = Schemas["Task"];
const WAIT_S = 10;

/**
 * Yields the task whenever it has changed, and last when it has ended. Lost connections are waited out; any answer that
 * will not get better is thrown as a Problem.
 */
export async function* follow(id: string, signal: AbortSignal): AsyncGenerator<Task> {
  let etag: string | undefined;
  for (let failures = 0; ; ) {
    try {
      const { task, etag: seen } = await look(id, etag, signal);
      failures = 0;
      etag = seen;
      if (!task) continue;
      yield task;
      if (task.state === "succeeded" || task.state === "failed") return;
    } catch (error) {
      signal.throwIfAborted();
      const problem = asProblem(error);
      if (!problem.passing) throw problem;
      await pause(backoff(++failures, problem.retryAfter), signal);
    }
  }
}

async function look(id: string, etag: string | undefined, signal: AbortSignal) {
  const { data, response, error } = await api.GET("/api/v1/tasks/{task_id}", {
    // The first look is not to wait for the end: what is known by now is shown.
    params: etag
      ? { path: { task_id: id }, query: { wait: WAIT_S }, header: { "If-None-Match": etag } }
      : { path: { task_id: id } },
    cache: "no-store", // or the browser would answer from its own cache what it asks with our ETag
    signal,
  });
  const seen = response.headers.get("ETag") ?? etag;
  if (response.status === 304) return { task: null, etag: seen };
  if (data) return { task: data, etag: seen };
  throw refused({ error, response });
}
