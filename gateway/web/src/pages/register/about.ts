import { t } from "../../i18n";

/** Breed and birth year in a line. */
export function aboutDog(breed: string, birthYear: string | number | null): string {
  return [breed, birthYear && t("register.dog.born", { year: birthYear })].filter(Boolean).join(" · ");
}
