import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { answered, api } from "../../api/client";
import { fieldText } from "../../api/problems";
import { t } from "../../i18n";
import { nextOf, via } from "../../session/next";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { Notice, ProblemNotice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { useAction } from "../../ui/useAction";

/** A link for a new password by mail; the answer is the same whether the address is known or not. */
export function ForgotPage() {
  const { query } = useLocation();
  const [email, setEmail] = useState("");
  const [sent, setSent] = useState(false);
  const action = useAction(async () => {
    await answered(api.POST("/api/v1/users/password/reset", { body: { email } }));
    setSent(true);
  });
  const submit = (event: Event) => {
    event.preventDefault();
    if (!action.busy) void action.run();
  };
  return (
    <Page title={t("account.forgotTitle")}>
      <p>{t("account.forgotText")}</p>
      <form class="stack" onSubmit={submit}>
        <Field
          label={t("account.email")}
          type="email"
          autocomplete="username"
          required
          value={email}
          onValue={setEmail}
          error={fieldText(action.problem, "email")}
        />
        <ProblemNotice problem={action.problem} />
        {sent && <Notice tone="good">{t("account.forgotSent")}</Notice>}
        <Button submit wide busy={action.busy}>
          {t("account.forgotSend")}
        </Button>
      </form>
      <p>
        <a href={via("/login", nextOf(query))}>{t("account.logIn")}</a>
      </p>
    </Page>
  );
}
