import { language } from "../../../i18n";
import { type Breed, breedName } from "../../register/breeds";
import type { DogData } from "../../register/draft";
import type { Dog } from "../DogPage";

/** What is known of a dog, as it would be typed. The animal number is not: nobody gets it back in full. */
export function dataOf(dog: Dog, breeds: readonly Breed[]): DogData {
  return {
    name: dog.name,
    breed: dog.breed,
    breedTyped: breedName(breeds, dog.breed, language.peek()),
    birth_year: dog.birth_year === null ? "" : String(dog.birth_year),
    sex: dog.sex,
    neutered: dog.neutered === null ? "" : (String(dog.neutered) as "true" | "false"),
    coat_colour: dog.coat_colour,
    marks: dog.marks,
    animal_number: "",
  };
}
