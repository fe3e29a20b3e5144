/** The photo that is to be covered next, and its way to the server: it goes on while another page is looked at. */
import { effect, signal } from "@preact/signals";
import { asProblem, type Problem } from "../../api/problems";
import { submit } from "../../api/uploads";
import { profile } from "../../session/account";
import { sessionExpired, sessionState } from "../../session/token";
import { photoTurn } from "./photo";

/** `upright`: as it came, from which it is turned, so that turning four times costs it nothing. */
interface Draft {
  upright: Blob;
  quarters: number;
  photo: Blob;
}

export type Sending =
  | { state: "none" }
  /** `trouble`: what was in the way; it is tried again. */
  | { state: "sending"; trouble: Problem | null }
  | { state: "stopped"; problem: Problem }
  /** The server has it, under this id. */
  | { state: "taken"; id: string };

export const draft = signal<Draft | null>(null);
export const sending = signal<Sending>({ state: "none" });

let abort = new AbortController();
/** Of the same photo with the same emoji: sending it once more is the same request. */
let request = { of: "", key: "" };

export function photoChosen(photo: Blob): void {
  putAside();
  draft.value = { upright: photo, quarters: 0, photo };
  request.of = "";
}

export async function photoTurned(): Promise<void> {
  const before = draft.peek();
  if (!before) return;
  const quarters = (before.quarters + 1) % 4;
  const photo = await photoTurn(before.upright, quarters);
  if (draft.peek() !== before) return; // another one was chosen meanwhile
  putAside();
  draft.value = { ...before, quarters, photo };
  request.of = "";
}

/** Send the photo, again and again where the network goes. Throws nothing. */
export async function send(emojiId: string): Promise<void> {
  const photo = draft.peek()?.photo;
  if (!photo) return;
  abort.abort();
  abort = new AbortController();
  const { signal: ended } = abort;
  if (request.of !== emojiId) request = { of: emojiId, key: crypto.randomUUID() };
  const show = (now: Sending) => {
    if (!ended.aborted) sending.value = now;
  };
  show({ state: "sending", trouble: null });
  try {
    const onRetry = (trouble: Problem) => show({ state: "sending", trouble });
    const form = formOf(photo, emojiId);
    const { id } = await submit("/api/v1/faces/tasks/", { form, key: request.key, signal: ended, onRetry });
    show({ state: "taken", id });
  } catch (error) {
    if (!ended.aborted) show({ state: "stopped", problem: asProblem(error) });
  }
}

function formOf(photo: Blob, emojiId: string): FormData {
  const form = new FormData();
  form.set("photo", photo, "photo.jpg");
  form.set("emoji_id", emojiId);
  return form;
}

/** Back to choosing; the photo stays. */
export function putAside(): void {
  abort.abort();
  sending.value = { state: "none" };
}

/** Forget the photo, as one does when the server has it. */
export function draftForget(): void {
  putAside();
  draft.value = null;
  request.of = "";
}

// What one person has chosen is never shown to the next one at the same phone.
let owner: string | undefined;
effect(() => {
  const me = profile.value?.id;
  if (!me) return;
  if (owner && owner !== me) draftForget();
  owner = me;
});

// Whoever logs out leaves no photo behind; after a session that merely ended one goes on.
effect(() => {
  if (sessionState.value === "closed" && !sessionExpired.value) draftForget();
});
