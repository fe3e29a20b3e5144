import { useEffect, useId } from "preact/hooks";
import { answered, api } from "../../api/client";
import { fieldText, type Problem } from "../../api/problems";
import { language, t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { Field, TextArea } from "../../ui/Field";
import { ProblemNotice } from "../../ui/Notice";
import { useLoaded } from "../../ui/useLoaded";
import { breedMeant, breedName } from "./breeds";
import type { DogData } from "./draft";

const SEXES = ["male", "female", "unknown"] as const;
const ANSWERS = ["true", "false"] as const;

interface Props {
  data: DogData;
  onData: (data: Partial<DogData>) => void;
  problem: Problem | null;
  /** Of the animal number, if it is known already. */
  animalNumberHint?: string;
}

/** What an owner says of a dog: when it is registered, and later. */
export function DogFields({ data, onData, problem, animalNumberHint }: Props) {
  const of = <Name extends keyof DogData>(name: Name) => ({
    value: data[name],
    onValue: (value: DogData[Name]) => onData({ [name]: value }),
    error: fieldText(problem, name),
  });
  const optional = (label: string) => `${label} (${t("common.optional")})`;
  return (
    <>
      <Field label={t("register.dog.name")} maxLength={50} autocomplete="off" required {...of("name")} />
      <BreedField data={data} onData={onData} error={fieldText(problem, "breed")} />
      <Choice
        legend={t("register.dog.sex")}
        options={SEXES.map((value) => ({ value, text: t(`register.dog.sexes.${value}`) }))}
        {...of("sex")}
      />
      <Field
        label={optional(t("register.dog.birthYear"))}
        inputMode="numeric"
        maxLength={4}
        autocomplete="off"
        {...of("birth_year")}
      />
      <Choice
        legend={optional(t("register.dog.neutered"))}
        options={ANSWERS.map((value) => ({ value, text: t(`register.dog.answers.${value}`) }))}
        {...of("neutered")}
      />
      <Field
        label={optional(t("register.dog.coatColour"))}
        hint={t("register.dog.coatColourHint")}
        maxLength={50}
        autocomplete="off"
        {...of("coat_colour")}
      />
      <TextArea
        label={optional(t("register.dog.marks"))}
        hint={t("register.dog.marksHint")}
        maxLength={500}
        {...of("marks")}
      />
      <Field
        label={optional(t("register.dog.animalNumber"))}
        hint={animalNumberHint ?? t("register.dog.animalNumberHint")}
        inputMode="numeric"
        maxLength={25}
        autocomplete="off"
        {...of("animal_number")}
      />
    </>
  );
}

/** Any part of a breed's name finds it, in both languages. */
function BreedField({ data, onData, error }: Pick<Props, "data" | "onData"> & { error: string | undefined }) {
  const id = useId();
  const breeds = useLoaded((signal) => answered(api.GET("/api/v1/dogs/breeds", { signal })));
  const list = breeds.data ?? [];
  // What is typed may be there before the list is.
  const complete = () => {
    const breed = data.breed || breedMeant(list, data.breedTyped);
    if (breed && breeds.data) onData({ breed, breedTyped: breedName(list, breed, language.value) });
  };
  useEffect(complete, [language.value, breeds.data]);
  return (
    <div onFocusOut={complete}>
      <Field
        label={t("register.dog.breed")}
        hint={t("register.dog.breedHint")}
        list={id}
        autocomplete="off"
        required
        value={data.breedTyped}
        onValue={(typed) => onData({ breedTyped: typed, breed: breedMeant(list, typed) })}
        error={error}
      />
      <datalist id={id}>
        {list.map(({ code, english, korean }) => (
          <option key={code} value={language.value === "ko" ? korean : english}>
            {language.value === "ko" ? english : korean}
          </option>
        ))}
      </datalist>
      <ProblemNotice problem={breeds.problem} />
      {breeds.problem && (
        <Button kind="quiet" icon="repeat" onClick={breeds.reload}>
          {t("common.retry")}
        </Button>
      )}
    </div>
  );
}
