import { useState } from "preact/hooks";
import { answered, api } from "../../api/client";
import { fieldText } from "../../api/problems";
import { t } from "../../i18n";
import { logIn } from "../../session/account";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { Notice, ProblemNotice } from "../../ui/Notice";
import { useAction } from "../../ui/useAction";

const EMPTY = { current_password: "", password: "" };

/** A new password ends all sessions; this one is opened anew with it. */
export function PasswordForm({ email }: { email: string }) {
  const [form, setForm] = useState(EMPTY);
  const [saved, setSaved] = useState(false);
  const action = useAction(async () => {
    await answered(api.PATCH("/api/v1/users/me", { body: form }));
    await logIn(email, form.password);
    setForm(EMPTY);
    setSaved(true);
  });
  const submit = (event: Event) => {
    event.preventDefault();
    if (!action.busy) void action.run();
  };
  const wrong = action.problem?.code === "wrong_password" ? t("problems.codes.wrong_password") : undefined;
  return (
    <form class="stack" onSubmit={submit}>
      {/* Tells password managers whose password this is. */}
      <input type="email" autocomplete="username" value={email} readOnly hidden />
      <Field
        label={t("my.currentPassword")}
        type="password"
        autocomplete="current-password"
        required
        value={form.current_password}
        onValue={(current_password) => setForm({ ...form, current_password })}
        error={wrong ?? fieldText(action.problem, "current_password")}
      />
      <Field
        label={t("my.newPassword")}
        hint={t("account.passwordHint")}
        type="password"
        autocomplete="new-password"
        required
        value={form.password}
        onValue={(password) => setForm({ ...form, password })}
        error={fieldText(action.problem, "password")}
      />
      {action.problem && !wrong && <ProblemNotice problem={action.problem} />}
      {saved && <Notice tone="good">{t("common.saved")}</Notice>}
      <Button submit busy={action.busy}>
        {t("common.save")}
      </Button>
    </form>
  );
}
