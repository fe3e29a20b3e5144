import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { LogInForm } from "../account/LogInPage";
import { send, sending } from "./sending";
import { draft, startAnew } from "./store";

/** The session has ended in the middle. What was entered is kept, and not shown to whoever holds the phone now. */
export function LogInAgain() {
  const goOn = () => {
    const now = sending.peek();
    if (now.state === "stopped" && now.problem.status === 401) void send(draft.peek());
  };
  return (
    <Page title={t("register.again.title")}>
      <Notice tone="warn">
        <p>{t("register.again.text")}</p>
      </Notice>
      <LogInForm onDone={goOn} />
      <Button kind="quiet" icon="trash" onClick={startAnew}>
        {t("register.again.discard")}
      </Button>
    </Page>
  );
}
