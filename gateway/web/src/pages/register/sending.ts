/** A registration on its way: sent, followed to its end, called off. It goes on while other pages are looked at. */
import { signal } from "@preact/signals";
import { answered, api, type Schemas } from "../../api/client";
import { asProblem, localProblem, type Problem } from "../../api/problems";
import { follow, type Task } from "../../api/tasks";
import { submit } from "../../api/uploads";
import { type Draft, fieldsOf } from "./draft";

export type Registration = Schemas["RegistrationTask"];
export type Sending =
  | { state: "none" }
  /** `hindrance`: why it is being sent once more. */
  | { state: "uploading"; hindrance: Problem | null }
  | { state: "following"; task: Registration }
  | { state: "cancelling"; task: Registration }
  /** Can be taken up again where it stopped. */
  | { state: "stopped"; problem: Problem }
  | { state: "ended"; task: Registration; sent: Draft };

export const sending = signal<Sending>({ state: "none" });

/** What is needed to go on with the same try: the same draft is registered once, however often it is sent. */
interface Try {
  draft: Draft;
  key: string;
  task: Registration | null;
  abort: AbortController;
}
let current: Try | null = null;

/** Send a complete draft and follow it to its end; the same draft again goes on where it stopped. Throws nothing. */
export async function send(draft: Draft): Promise<void> {
  const abort = new AbortController();
  const again = current?.draft === draft ? current : null;
  current?.abort.abort();
  const mine: Try = { draft, key: again?.key ?? crypto.randomUUID(), task: again?.task ?? null, abort };
  current = mine;
  try {
    mine.task ??= await upload(mine);
    await watch(mine, mine.task);
  } catch (error) {
    if (!abort.signal.aborted) sending.value = { state: "stopped", problem: asProblem(error) };
  }
}

async function upload({ draft, key, abort }: Try): Promise<Registration> {
  sending.value = { state: "uploading", hindrance: null };
  const onRetry = (hindrance: Problem) => {
    sending.value = { state: "uploading", hindrance };
  };
  return registration(await submit("/api/v1/dogs/", { form: formOf(draft), key, signal: abort.signal, onRetry }));
}

async function watch(mine: Try, task: Registration): Promise<void> {
  sending.value = { state: "following", task };
  for await (const seen of follow(task.id, mine.abort.signal)) {
    mine.task = registration(seen);
    sending.value = { state: "following", task: mine.task };
  }
  current = null; // the same draft again is another try
  sending.value = { state: "ended", task: mine.task!, sent: mine.draft };
}

function registration(task: Task): Registration {
  if (task.kind !== "dog.register") throw localProblem("unreachable");
  return task;
}

function formOf({ good, data, picture }: Draft): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fieldsOf(data))) form.set(name, value);
  for (const [index, { blob }] of good.entries()) form.append("nose_photos", blob, `nose-${index}.jpg`);
  form.set("profile_photo", picture!, "profile.jpg");
  return form;
}

/**
 * Call the registration off: what was sent is erased, what was entered stays. If it has ended meanwhile it goes on to
 * its result; so it does if this cannot be done now, and a Problem is thrown.
 */
export async function cancel(): Promise<void> {
  const mine = current;
  if (!mine?.task) return sendingPutAside();
  mine.abort.abort();
  sending.value = { state: "cancelling", task: mine.task };
  let erased = false;
  try {
    erased = await erase(mine.task);
  } finally {
    if (erased) sendingForget();
    else void send(mine.draft);
  }
}

/** Whether there was still something to be erased. */
async function erase(task: Registration): Promise<boolean> {
  const params = { path: { dog_id: task.subject_id } };
  const dog = await answered(api.GET("/api/v1/dogs/{dog_id}", { params }));
  if (dog.state !== "pending") return false;
  await answered(api.DELETE("/api/v1/dogs/{dog_id}", { params }));
  return true;
}

/** Back to the steps. The same draft again goes on where it stopped: the server may have it all the same. */
export function sendingPutAside(): void {
  current?.abort.abort();
  sending.value = { state: "none" };
}

export function sendingForget(): void {
  sendingPutAside();
  current = null;
}

/** Whether the server has it, so that nothing is lost with the page. */
export function followable({ state }: Sending): boolean {
  return state === "following" || state === "cancelling";
}
