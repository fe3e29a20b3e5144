/** The template that is being made: kept, in memory only, while other pages are looked at. */
import { signal } from "@preact/signals";
import { asProblem } from "../../api/problems";
import { EXPRESSIONS, type Expression } from "../../ui/Face";
import type { Reasons } from "./data";
import { type Placed, placesOf } from "./fileNames";
import { shrunk } from "./shrink";

type Each<Value> = Partial<Record<Expression, Value>>;

export interface Draft {
  name: string;
  pictures: Each<Blob>;
  /** Codes of what is wrong with a picture. */
  faults: Each<Reasons>;
  /** Whether some could not be cut out. */
  isRejected: boolean;
  /** What to know of the files that were chosen last. */
  placed: Pick<Placed, "guessed" | "left"> | null;
}

const EMPTY: Draft = { name: "", pictures: {}, faults: {}, isRejected: false, placed: null };
export const draft = signal<Draft>(EMPTY);
/** The places whose pictures are being read. */
export const reading = signal<ReadonlySet<Expression>>(new Set());

export function draftChange(change: Partial<Draft>): void {
  draft.value = { ...draft.value, ...change };
}

export function draftForget(): void {
  draft.value = EMPTY;
}

/** The places without a picture that can be sent. */
export function missing({ pictures, faults }: Draft): Expression[] {
  return EXPRESSIONS.filter((expression) => !pictures[expression] || faults[expression]);
}

/** Put a file into one place. */
export async function fileTake(expression: Expression, file: File): Promise<void> {
  draftChange({ placed: null });
  await read(expression, file);
}

/** Put files into the places that their names speak of. */
export async function filesTake(files: readonly File[]): Promise<void> {
  const { pictures } = draft.value;
  const { at, guessed, left } = placesOf(
    files.map(({ name }) => name),
    (expression) => Boolean(pictures[expression]),
  );
  draftChange({ placed: { guessed, left } });
  for (const [expression, index] of at) await read(expression, files[index]!); // one by one, for the sake of small phones
}

async function read(expression: Expression, file: File): Promise<void> {
  reading.value = new Set([...reading.value, expression]);
  try {
    pictureSet(expression, await shrunk(file));
  } catch (error) {
    faultSet(expression, [asProblem(error).code]);
  } finally {
    reading.value = new Set([...reading.value].filter((other) => other !== expression));
  }
}

function pictureSet(expression: Expression, picture: Blob): void {
  const { pictures, faults } = draft.value;
  draftChange({ pictures: { ...pictures, [expression]: picture }, faults: { ...faults, [expression]: undefined } });
}

function faultSet(expression: Expression, reasons: Reasons): void {
  const { pictures, faults } = draft.value;
  draftChange({ pictures: { ...pictures, [expression]: undefined }, faults: { ...faults, [expression]: reasons } });
}
