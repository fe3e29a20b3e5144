import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { t } from "../../i18n";
import { logIn } from "../../session/account";
import { nextOf, via } from "../../session/next";
import { sessionExpired } from "../../session/token";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { Notice, ProblemNotice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { useAction } from "../../ui/useAction";

export function LogInPage() {
  const { query, route } = useLocation();
  const next = nextOf(query);
  return (
    <Page title={t("account.logIn")}>
      {sessionExpired.value && <Notice tone="warn">{t("account.expired")}</Notice>}
      <LogInForm onDone={() => route(next, true)} />
      <p>
        <a href={via("/forgot", next)}>{t("account.forgot")}</a>
      </p>
      <p>
        {t("account.noAccount")} <a href={via("/signup", next)}>{t("account.signUp")}</a>
      </p>
    </Page>
  );
}

/** E-mail address and password; also where a session has ended in the middle of something. */
export function LogInForm({ onDone }: { onDone: () => void }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const action = useAction(async () => {
    await logIn(email, password);
    onDone();
  });
  const submit = (event: Event) => {
    event.preventDefault();
    if (!action.busy) void action.run();
  };
  return (
    <form class="stack" onSubmit={submit}>
      <Field
        label={t("account.email")}
        type="email"
        autocomplete="username"
        inputMode="email"
        required
        value={email}
        onValue={setEmail}
      />
      <Field
        label={t("account.password")}
        type="password"
        autocomplete="current-password"
        required
        value={password}
        onValue={setPassword}
      />
      <ProblemNotice problem={action.problem} />
      <Button submit wide busy={action.busy}>
        {t("account.logIn")}
      </Button>
    </form>
  );
}
