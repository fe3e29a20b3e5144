import { signal } from "@preact/signals";
import { answered, api } from "../../api/client";
import { language } from "../../i18n";
import { type Breed, type BreedCode, breedName } from "../register/breeds";

const breeds = signal<Breed[]>([]);
let asked = false;

/** A breed in words, in the language that is shown; "…" until the list is here. */
export function breedText(code: BreedCode): string {
  if (!asked) void load();
  return breedName(breeds.value, code, language.value) || "…";
}

async function load(): Promise<void> {
  asked = true;
  try {
    breeds.value = await answered(api.GET("/api/v1/dogs/breeds"));
  } catch {
    asked = false; // the next page that shows a breed asks again
  }
}
