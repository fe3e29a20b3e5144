import { useState } from "preact/hooks";
import { answered, api } from "../../api/client";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Notice, ProblemNotice } from "../../ui/Notice";
import { useAction } from "../../ui/useAction";

/** Finders cannot write to an owner whose address is not confirmed. */
export function Unverified() {
  const [sent, setSent] = useState(false);
  const action = useAction(async () => {
    await answered(api.POST("/api/v1/users/verify/resend"));
    setSent(true);
  });
  return (
    <Notice tone="warn">
      <p>{t("my.unverified")}</p>
      <ProblemNotice problem={action.problem} />
      {sent ? (
        <p>{t("my.resent")}</p>
      ) : (
        <div>
          <Button kind="secondary" icon="mail" busy={action.busy} onClick={action.run}>
            {t("my.resend")}
          </Button>
        </div>
      )}
    </Notice>
  );
}
