import { signal } from "@preact/signals";
import { answered, api, type Schemas } from "../../api/client";
import { language } from "../../i18n";

type Breed = Schemas["Breed"];
const breeds = signal<Map<string, Breed> | null>(null);
let asked = false;

/** A breed in words, in the language that is shown; "…" until the list is here. */
export function breedName(code: Schemas["BreedCode"]): string {
  if (!asked) void load();
  const breed = breeds.value?.get(code);
  return breed ? (language.value === "ko" ? breed.korean : breed.english) : "…";
}

async function load(): Promise<void> {
  asked = true;
  try {
    const list = await answered(api.GET("/api/v1/dogs/breeds"));
    breeds.value = new Map(list.map((breed) => [breed.code, breed]));
  } catch {
    asked = false; // the next page that shows a breed asks again
  }
}
