/** The search that is under way. It belongs to no page: it goes on, and is kept, while another one is looked at. */
import { signal } from "@preact/signals";
import { answered, api, type Schemas } from "../../api/client";
import { asProblem, localProblem, Problem } from "../../api/problems";
import { follow, type Task } from "../../api/tasks";
import { submit } from "../../api/uploads";
import { pause } from "../../api/waiting";

export type Reason = Schemas["PhotoReason"];
type LookupTask = Schemas["LookupTask"];

export type Stage =
  /** `trouble`: what is in the way; it is tried again. */
  | { stage: "sending"; trouble: Problem | null }
  /** From here on the server has it, under the id of the lookup. */
  | { stage: "queued"; position: number | null; lookupId: string }
  | { stage: "matching"; lookupId: string }
  | { stage: "found"; lookupId: string }
  | { stage: "rejected"; reasons: Reason[] }
  | { stage: "failed"; problem: Problem };
export type Search = Stage & { photo: Blob };

export const search = signal<Search | null>(null);

const OFFLINE_MS = 60_000; // after which it is tried even if the browser still says that there is no network

/** Of the search that the server has taken, until it has ended. */
let lookupId: string | null = null;
/** Of the next request: until the server has taken it, sending it once more is the same request. */
let key = "";
let abort = new AbortController();

export function searchStart(photo: Blob): void {
  key = crypto.randomUUID();
  void run(photo);
}

/** The same photo once more. */
export function searchRepeat(): void {
  if (search.value) void run(search.value.photo);
}

/** Forget it, whatever has become of it. */
export function searchEnd(): void {
  abort.abort();
  lookupId = null;
  search.value = null;
}

/** Call it off: the server forgets the photo too, at once if it can be told, else when photos of searches expire. */
export async function searchCancel(): Promise<void> {
  const taken = lookupId;
  searchEnd();
  if (!taken) return;
  const params = { path: { lookup_id: taken } };
  await answered(api.DELETE("/api/v1/lookups/{lookup_id}", { params })).catch(asProblem);
}

async function run(photo: Blob): Promise<void> {
  abort.abort();
  abort = new AbortController();
  const { signal: ended } = abort;
  const show = (stage: Stage) => {
    if (!ended.aborted) search.value = { ...stage, photo };
  };
  try {
    const taken = await send(photo, ended, show);
    ended.throwIfAborted();
    key = crypto.randomUUID();
    lookupId = taken.subject_id;
    const tell = (task: Task) => task.kind === "dog.lookup" && show(stageOf(task));
    tell(taken);
    for await (const task of follow(taken.id, ended)) tell(task);
  } catch (error) {
    if (!ended.aborted) show({ stage: "failed", problem: asProblem(error) });
  }
}

/** Sends the photo; without a network it waits until there is one. */
async function send(photo: Blob, ended: AbortSignal, show: (stage: Stage) => void) {
  const form = new FormData();
  form.append("nose_photo", photo, "nose.jpg");
  for (let trouble: Problem | null = null; ; ) {
    show({ stage: "sending", trouble });
    try {
      if (!navigator.onLine) throw localProblem("offline");
      const onRetry = (problem: Problem) => show({ stage: "sending", trouble: problem });
      return await submit("/api/v1/lookups/", { form, key, signal: ended, onRetry });
    } catch (error) {
      ended.throwIfAborted();
      trouble = asProblem(error);
      if (trouble.code !== "offline") throw trouble;
      show({ stage: "sending", trouble });
      await pause(OFFLINE_MS, ended);
    }
  }
}

function stageOf({ subject_id: lookupId, state, position, outcome, result, error }: LookupTask): Stage {
  if (state === "queued") return { stage: "queued", position, lookupId };
  if (state === "running") return { stage: "matching", lookupId };
  if (outcome === "rejected") return { stage: "rejected", reasons: result?.photos?.[0]?.reasons ?? [] };
  if (result) return { stage: "found", lookupId };
  return { stage: "failed", problem: new Problem(error?.code ?? "internal_error", 500) };
}
