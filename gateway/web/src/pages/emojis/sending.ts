/** A template on its way: sent, its pictures cut out, called off. It goes on while other pages are looked at. */
import { effect, signal } from "@preact/signals";
import type { Schemas } from "../../api/client";
import { asProblem, localProblem, Problem } from "../../api/problems";
import { follow, type Task } from "../../api/tasks";
import { submit } from "../../api/uploads";
import { sessionExpired, sessionState } from "../../session/token";
import { EXPRESSIONS } from "../../ui/Face";
import { emojiErase } from "./data";
import { type Draft, draft, draftChange, draftForget } from "./draft";

type Cutting = Schemas["CutoutTask"];
export type Sending =
  | { state: "none" }
  /** `hindrance`: why it is being sent once more. */
  | { state: "uploading"; hindrance: Problem | null }
  | { state: "cutting"; task: Cutting }
  | { state: "cancelling" }
  /** Can be taken up again where it stopped. */
  | { state: "stopped"; problem: Problem };

export const sending = signal<Sending>({ state: "none" });
/** What the pictures of the draft have become: the id of a template that is to be looked at. */
export const made = signal<string | null>(null);

/** What is needed to go on with the same try: the same draft is one template, however often it is sent. */
interface Try {
  draft: Draft;
  key: string;
  task: Cutting | null;
  abort: AbortController;
}
let current: Try | null = null;

/** Send a complete draft and follow it to its end; the same draft again goes on where it stopped. Throws nothing. */
export async function send(): Promise<void> {
  const now = draft.peek();
  const again = current?.draft === now ? current : null;
  current?.abort.abort();
  const mine = {
    draft: now,
    key: again?.key ?? crypto.randomUUID(),
    task: again?.task ?? null,
    abort: new AbortController(),
  };
  current = mine;
  try {
    await run(mine);
  } catch (error) {
    if (!mine.abort.signal.aborted) stop(asProblem(error));
  }
}

async function run(mine: Try): Promise<void> {
  const { signal: ended } = mine.abort;
  mine.task ??= await upload(mine);
  sending.value = { state: "cutting", task: mine.task };
  for await (const seen of follow(mine.task.id, ended)) {
    mine.task = cutting(seen);
    sending.value = { state: "cutting", task: mine.task };
  }
  await finish(mine.task);
}

async function upload({ draft, key, abort }: Try): Promise<Cutting> {
  sending.value = { state: "uploading", hindrance: null };
  const onRetry = (hindrance: Problem) => {
    sending.value = { state: "uploading", hindrance };
  };
  return cutting(await submit("/api/v1/emojis/", { form: formOf(draft), key, signal: abort.signal, onRetry }));
}

async function finish({ state, outcome, subject_id, result, error }: Cutting): Promise<void> {
  current = null; // the same draft again is another try
  const isGood = state === "succeeded" && outcome === "cut_out";
  const useless = isGood ? made.value : subject_id;
  if (isGood) made.value = subject_id;
  else if (state === "succeeded") draftChange({ faults: result?.rejected ?? {}, isRejected: true, placed: null });
  sending.value = { state: "none" };
  if (state === "failed") stop(new Problem(error?.code ?? "internal_error", 500));
  if (useless) await emojiErase(useless).catch(asProblem);
}

/** What was wrong with single pictures is shown beside them. */
function stop(problem: Problem): void {
  const faults = Object.fromEntries(
    EXPRESSIONS.flatMap((one) => (problem.errors[one] ? [[one, problem.errors[one].map(({ code }) => code)]] : [])),
  );
  if (Object.keys(faults).length) draftChange({ faults });
  sending.value = { state: "stopped", problem };
}

function cutting(task: Task): Cutting {
  if (task.kind !== "emoji.cutout") throw localProblem("unreachable");
  return task;
}

function formOf({ name, pictures }: Draft): FormData {
  const form = new FormData();
  form.set("name", name.trim());
  for (const expression of EXPRESSIONS) {
    const picture = pictures[expression]!;
    form.set(expression, picture, `${expression}.${picture.type === "image/png" ? "png" : "jpg"}`);
  }
  return form;
}

/** Call it off: what was sent is erased, what was chosen stays. Throws a Problem if it cannot be erased now. */
export async function cancel(): Promise<void> {
  const mine = current;
  mine?.abort.abort();
  if (mine?.task) {
    sending.value = { state: "cancelling" };
    try {
      await emojiErase(mine.task.subject_id);
    } catch (error) {
      void send(); // it goes on
      throw error;
    }
  }
  current = null;
  sending.value = { state: "none" };
}

/** Nothing of the template is kept here any longer. */
export function sendingForget(): void {
  current?.abort.abort();
  current = null;
  made.value = null;
  sending.value = { state: "none" };
  draftForget();
}

const askFirst = (event: Event) => event.preventDefault();
/** Whoever closes the window is asked first, as long as there are pictures that the server does not have. */
effect(() => {
  const isUnsent =
    Object.values(draft.value.pictures).some(Boolean) && sending.value.state !== "cutting" && !made.value;
  window[isUnsent ? "addEventListener" : "removeEventListener"]("beforeunload", askFirst);
});

/** Whoever logs out leaves no pictures behind; after a session that merely ended one goes on. */
effect(() => {
  if (sessionState.value === "closed" && !sessionExpired.value) sendingForget();
});
