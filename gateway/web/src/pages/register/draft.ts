/** What an owner puts together for a registration, and how it changes. Pure. */
import type { Schemas } from "../../api/client";
import type { FieldProblem } from "../../api/problems";

export const SHOTS = 5;
export const STEPS = ["noses", "dog", "picture", "send"] as const;
export type Step = (typeof STEPS)[number];

/** A photo of the nose. `faults`: reasons or codes of problems why it does not count; none: it is good. */
export interface NoseShot {
  id: string;
  blob: Blob;
  /** 0 to 100; null if nobody could be asked. */
  quality: number | null;
  faults: readonly string[];
}

/** What an owner says of a dog, as typed; names as in the API. */
export interface DogData {
  name: string;
  /** What was typed; `breed` is its code, "" while it is none. */
  breedTyped: string;
  breed: Schemas["BreedCode"] | "";
  birth_year: string;
  sex: Schemas["Sex"] | "";
  neutered: "true" | "false" | "";
  coat_colour: string;
  marks: string;
  animal_number: string;
}

export interface Draft {
  /** Those that count, at most five, in the order in which they are sent. */
  good: readonly NoseShot[];
  /** Those that do not, shown with why. */
  bad: readonly NoseShot[];
  data: DogData;
  picture: Blob | null;
}

export interface Verdict {
  index: number;
  faults: readonly string[];
  quality?: number;
}

export type Change =
  | { type: "taken"; shot: NoseShot }
  | { type: "removed"; id: string }
  | { type: "said"; data: Partial<DogData> }
  | { type: "pictured"; picture: Blob | null }
  | { type: "judged"; verdicts: readonly Verdict[] };

export const NO_DATA: DogData = {
  name: "",
  breedTyped: "",
  breed: "",
  birth_year: "",
  sex: "",
  neutered: "",
  coat_colour: "",
  marks: "",
  animal_number: "",
};
export const EMPTY: Draft = { good: [], bad: [], data: NO_DATA, picture: null };

export function changed(draft: Draft, change: Change): Draft {
  switch (change.type) {
    case "taken":
      return taken(draft, change.shot);
    case "removed": {
      const kept = (shots: readonly NoseShot[]) => shots.filter(({ id }) => id !== change.id);
      return { ...draft, good: kept(draft.good), bad: kept(draft.bad) };
    }
    case "said":
      return { ...draft, data: { ...draft.data, ...change.data } };
    case "pictured":
      return { ...draft, picture: change.picture };
    case "judged":
      return judged(draft, change.verdicts);
  }
}

/** More than five good ones are not needed. */
function taken(draft: Draft, shot: NoseShot): Draft {
  if (shot.faults.length) return { ...draft, bad: [...draft.bad, shot] };
  return draft.good.length < SHOTS ? { ...draft, good: [...draft.good, shot] } : draft;
}

/** After the verdict only the bad ones have to be taken again. What was refused before has been replaced by then. */
function judged(draft: Draft, verdicts: readonly Verdict[]): Draft {
  const shots = draft.good.map((shot, index) => {
    const verdict = verdicts.find((one) => one.index === index);
    return verdict ? { ...shot, faults: verdict.faults, quality: verdict.quality ?? shot.quality } : shot;
  });
  return {
    ...draft,
    good: shots.filter(({ faults }) => !faults.length),
    bad: shots.filter(({ faults }) => faults.length),
  };
}

/** Whether nothing is missing in a step. */
function isDone(draft: Draft, step: Step): boolean {
  if (step === "noses") return draft.good.length === SHOTS;
  if (step === "dog") return Object.keys(dataErrors(draft.data)).length === 0;
  return step === "picture" ? draft.picture !== null : false;
}

/** The step to show if somebody wants to go to `wanted`: not past one in which something is missing, which is also
 * where one goes on who wants nothing special. */
export function stepFor(draft: Draft, wanted: string | undefined): Step {
  const furthest = STEPS.findIndex((step) => !isDone(draft, step));
  const index = STEPS.indexOf(wanted as Step);
  return STEPS[index < 0 ? furthest : Math.min(index, furthest)]!;
}

/** Whether anything would be lost with it. */
export function hasContent(draft: Draft): boolean {
  const typed = Object.values(draft.data).some((value) => value !== "");
  return typed || draft.good.length > 0 || draft.bad.length > 0 || draft.picture !== null;
}

const OLDEST = 40; // years, as the API has it
type Errors = Record<string, FieldProblem[]>;

/** What can be seen to be wrong before anything is sent, in the API's shape and words. */
export function dataErrors(data: DogData, thisYear = new Date().getFullYear()): Errors {
  const codes: Record<string, string | false> = {
    name: !data.name.trim() && "blank",
    breed: !data.breed && (data.breedTyped.trim() ? "invalid_choice" : "blank"),
    sex: !data.sex && "required",
    birth_year: Boolean(data.birth_year) && !isBirthYear(data.birth_year, thisYear) && "birth_year",
    animal_number: Boolean(data.animal_number) && !/^\d{15}$/.test(digits(data.animal_number)) && "animal_number",
  };
  return Object.fromEntries(Object.entries(codes).flatMap(([field, code]) => (code ? [[field, [{ code }]]] : [])));
}

function isBirthYear(typed: string, thisYear: number): boolean {
  const year = Number(typed);
  return Number.isInteger(year) && year <= thisYear && year >= thisYear - OLDEST;
}

/** Numbers are printed and typed in groups. */
function digits(typed: string): string {
  return typed.replace(/[\s-]/g, "");
}

/** The fields of a form for the API; empty ones too, since they may have been emptied. */
export function fieldsOf({ breedTyped, ...data }: DogData): Record<string, string> {
  return { ...data, animal_number: digits(data.animal_number) };
}

/** The step in which what the API refuses can be put right. */
export function stepOfErrors(errors: Errors): Step {
  if (errors.nose_photos) return "noses";
  return errors.profile_photo ? "picture" : "dog";
}
