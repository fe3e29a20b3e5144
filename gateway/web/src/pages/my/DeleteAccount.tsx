import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { answered, api } from "../../api/client";
import { t } from "../../i18n";
import { sessionClose } from "../../session/token";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Check } from "../../ui/Field";
import { ProblemNotice } from "../../ui/Notice";
import { useAction } from "../../ui/useAction";

/** Leaving for good, after a second thought. */
export function DeleteAccount() {
  const [asking, setAsking] = useState(false);
  return (
    <div>
      <Button kind="danger" icon="trash" onClick={() => setAsking(true)}>
        {t("my.deleteAccount")}
      </Button>
      {asking && <SecondThought onClose={() => setAsking(false)} />}
    </div>
  );
}

function SecondThought({ onClose }: { onClose: () => void }) {
  const { route } = useLocation();
  const [sure, setSure] = useState(false);
  const action = useAction(async () => {
    await answered(api.DELETE("/api/v1/users/me"));
    sessionClose();
    route("/", true);
  });
  const submit = (event: Event) => {
    event.preventDefault();
    if (!action.busy) void action.run();
  };
  return (
    <Dialog title={t("my.deleteAccount")} onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <p>{t("my.deleteAccountText")}</p>
        <Check checked={sure} required onChecked={setSure}>
          {t("my.deleteAccountSure")}
        </Check>
        <ProblemNotice problem={action.problem} />
        <div class="row">
          <Button kind="danger" submit icon="trash" busy={action.busy}>
            {t("my.deleteForGood")}
          </Button>
          <Button kind="secondary" onClick={onClose}>
            {t("common.cancel")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
