/** The breeds that can be chosen, and finding one by what somebody types. */
import type { Schemas } from "../../api/client";

export type Breed = Schemas["Breed"];
export type BreedCode = Schemas["BreedCode"];
type Lang = "en" | "ko";

export function breedName(breeds: readonly Breed[], code: string, language: Lang): string {
  const breed = breeds.find((one) => one.code === code);
  return breed ? (language === "ko" ? breed.korean : breed.english) : "";
}

/** The breed that was meant: by its name in either language, or by a part of it that no other breed has; else "". */
export function breedMeant(breeds: readonly Breed[], typed: string): BreedCode | "" {
  const wanted = plain(typed);
  if (!wanted) return "";
  const names = breeds.map(({ code, english, korean }) => ({ code, both: [plain(english), plain(korean)] }));
  const exact = names.find(({ both }) => both.includes(wanted));
  if (exact) return exact.code;
  const partly = names.filter(({ both }) => both.some((name) => name.includes(wanted)));
  return partly.length === 1 ? partly[0]!.code : "";
}

/** Without what people leave out or write in other ways. */
function plain(name: string): string {
  return name.normalize("NFC").toLowerCase().replace(/[\s-]/g, "");
}
