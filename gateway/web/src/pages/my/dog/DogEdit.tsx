import { useRef, useState } from "preact/hooks";
import { answered, api } from "../../../api/client";
import { fieldText, Problem } from "../../../api/problems";
import { t } from "../../../i18n";
import { Button } from "../../../ui/Button";
import { Notice, ProblemNotice } from "../../../ui/Notice";
import { Picture } from "../../../ui/Picture";
import { useAction } from "../../../ui/useAction";
import { DogFields } from "../../register/DogFields";
import { focusFirst } from "../../register/DogStep";
import { type DogData, dataErrors, fieldsOf } from "../../register/draft";
import { ProfilePhoto } from "../../register/ProfilePhoto";
import type { Dog } from "../DogPage";
import { dataOf } from "./data";

interface Props {
  dog: Dog;
  onSaved: (dog: Dog) => void;
  onCancel: () => void;
}

export function DogEdit({ dog, onSaved, onCancel }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [data, setData] = useState(() => dataOf(dog, []));
  const [picture, setPicture] = useState<Blob | null>(null);
  const action = useAction(async () => {
    const errors = dataErrors(data);
    if (Object.keys(errors).length) throw new Problem("validation_failed", 422, "", errors);
    onSaved(await save(dog.id, data, picture));
  });
  const submit = async (event: Event) => {
    event.preventDefault();
    if (action.busy) return;
    await action.run();
    if (form.current) focusFirst(form.current);
  };
  const kept = dog.animal_number && t("register.dog.animalNumberKept", { number: dog.animal_number });
  const refused = fieldText(action.problem, "profile_photo");
  return (
    <form ref={form} class="stack" noValidate onSubmit={submit}>
      {!picture && (
        <Picture url={dog.photo_url} alt={t("register.page.photoOf", { name: dog.name })} class="profile-photo" />
      )}
      <ProfilePhoto picture={picture} onPicture={setPicture} bare />
      {refused && <Notice tone="bad">{refused}</Notice>}
      <DogFields
        data={data}
        onData={(said) => setData((before) => ({ ...before, ...said }))}
        problem={action.problem}
        {...(kept ? { animalNumberHint: kept } : {})}
      />
      <ProblemNotice problem={action.problem} />
      <Button submit wide large busy={action.busy}>
        {t("common.save")}
      </Button>
      <Button kind="quiet" wide onClick={onCancel}>
        {t("common.cancel")}
      </Button>
    </form>
  );
}

/** The animal number is sent only if it was typed: what is shown of the old one is not it. */
async function save(id: string, data: DogData, picture: Blob | null): Promise<Dog> {
  const form = new FormData();
  const { animal_number, ...fields } = fieldsOf(data);
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  if (animal_number) form.set("animal_number", animal_number);
  if (picture) form.set("profile_photo", picture, "profile.jpg");
  return answered(
    api.PATCH("/api/v1/dogs/{dog_id}", {
      params: { path: { dog_id: id } },
      body: form as never, // FormData: the types describe its fields
      bodySerializer: (body: unknown) => body as FormData,
    }),
  );
}
