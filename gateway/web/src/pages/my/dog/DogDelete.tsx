import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { answered, api } from "../../../api/client";
import { t } from "../../../i18n";
import { Button } from "../../../ui/Button";
import { SecondThought } from "../../../ui/SecondThought";
import type { Dog } from "../DogPage";

/** Deleting a dog, after a second thought. */
export function DogDelete({ dog }: { dog: Dog }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button kind="danger" icon="trash" wide onClick={() => setAsking(true)}>
        {t("register.page.delete", { name: dog.name })}
      </Button>
      {asking && <AskDelete dog={dog} onClose={() => setAsking(false)} />}
    </>
  );
}

function AskDelete({ dog, onClose }: { dog: Dog; onClose: () => void }) {
  const { route } = useLocation();
  const erase = async () => {
    await answered(api.DELETE("/api/v1/dogs/{dog_id}", { params: { path: { dog_id: dog.id } } }));
    route("/my", true);
  };
  return (
    <SecondThought
      title={t("register.page.deleteTitle", { name: dog.name })}
      text={dog.number ? t("register.page.deleteText", { number: dog.number }) : t("register.page.deleteTryText")}
      yes={t("register.page.deleteForGood")}
      act={erase}
      onClose={onClose}
    />
  );
}
