/**
 * The one registration that is being put together. It lives in memory, not in a component: looking at another page,
 * logging in again or a lost connection cost nothing.
 */
import { effect, signal } from "@preact/signals";
import type { Problem } from "../../api/problems";
import { profile } from "../../session/account";
import { type Change, changed, type Draft, EMPTY, hasContent, type Verdict } from "./draft";
import { followable, sending, sendingForget } from "./sending";

export const draft = signal<Draft>(EMPTY);
/** Whose it is. */
let owner: string | undefined;

export function change(one: Change): void {
  draft.value = changed(draft.peek(), one);
}

export function startAnew(): void {
  sendingForget();
  draft.value = EMPTY;
}

// What one person has entered is never shown to the next one at the same phone.
effect(() => {
  const me = profile.value?.id;
  if (!me) return;
  if (owner && owner !== me) startAnew();
  owner = me;
});

// What a try has come to: what is done leaves nothing behind, what can be put right stays with what is wrong with it.
effect(() => {
  const now = sending.value;
  if (now.state === "stopped" && now.problem.errors.nose_photos)
    change({ type: "judged", verdicts: refusals(now.problem) });
  if (now.state !== "ended" || now.task.state !== "succeeded") return;
  const photos = now.task.outcome === "rejected" ? now.task.result?.photos : undefined;
  if (photos)
    change({ type: "judged", verdicts: photos.map(({ reasons, ...rest }) => ({ ...rest, faults: reasons })) });
  else draft.value = EMPTY;
});

/** Photos that were refused at the door. */
function refusals({ errors }: Problem): Verdict[] {
  return errors.nose_photos!.flatMap(({ index, code }) => (index === undefined ? [] : [{ index, faults: [code] }]));
}

// Only while something would be lost: once the server has it all, it goes on without this page.
effect(() => {
  const unsent = hasContent(draft.value) && !followable(sending.value);
  window[unsent ? "addEventListener" : "removeEventListener"]("beforeunload", askFirst);
});

function askFirst(event: Event): void {
  event.preventDefault();
}
