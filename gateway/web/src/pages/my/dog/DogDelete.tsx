import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { answered, api } from "../../../api/client";
import { t } from "../../../i18n";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { ProblemNotice } from "../../../ui/Notice";
import { useAction } from "../../../ui/useAction";
import type { Dog } from "../DogPage";

/** Deleting a dog, after a second thought. */
export function DogDelete({ dog }: { dog: Dog }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button kind="danger" icon="trash" wide onClick={() => setAsking(true)}>
        {t("register.page.delete", { name: dog.name })}
      </Button>
      {asking && <SecondThought dog={dog} onClose={() => setAsking(false)} />}
    </>
  );
}

function SecondThought({ dog, onClose }: { dog: Dog; onClose: () => void }) {
  const { route } = useLocation();
  const action = useAction(async () => {
    await answered(api.DELETE("/api/v1/dogs/{dog_id}", { params: { path: { dog_id: dog.id } } }));
    route("/my", true);
  });
  return (
    <Dialog title={t("register.page.deleteTitle", { name: dog.name })} onClose={onClose}>
      <p>{dog.number ? t("register.page.deleteText", { number: dog.number }) : t("register.page.deleteTryText")}</p>
      <ProblemNotice problem={action.problem} />
      <div class="row">
        <Button kind="danger" icon="trash" busy={action.busy} onClick={action.run}>
          {t("register.page.deleteForGood")}
        </Button>
        <Button kind="secondary" onClick={onClose}>
          {t("common.cancel")}
        </Button>
      </div>
    </Dialog>
  );
}
