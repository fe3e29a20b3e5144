import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { answered, api } from "../../api/client";
import { fieldText } from "../../api/problems";
import { language, t } from "../../i18n";
import { logIn } from "../../session/account";
import { nextOf, via } from "../../session/next";
import { Button } from "../../ui/Button";
import { Check, Field } from "../../ui/Field";
import { ProblemNotice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { useAction } from "../../ui/useAction";
import { internationalised } from "./phone";

const EMPTY = { email: "", password: "", alias: "", phone: "", accepted: false };

export function SignUpPage() {
  const { query, route } = useLocation();
  const next = nextOf(query);
  const [form, setForm] = useState(EMPTY);
  const set = (change: Partial<typeof EMPTY>) => setForm({ ...form, ...change });
  const action = useAction(async () => {
    await signUp(form);
    route(next, true);
  });
  const submit = (event: Event) => {
    event.preventDefault();
    if (!action.busy) void action.run();
  };
  return (
    <Page title={t("account.signUp")}>
      <form class="stack" onSubmit={submit}>
        <Field
          label={t("account.email")}
          type="email"
          autocomplete="username"
          inputMode="email"
          required
          value={form.email}
          onValue={(email) => set({ email })}
          error={taken(action.problem?.code, "email_taken") ?? fieldText(action.problem, "email")}
        />
        <Field
          label={t("account.password")}
          hint={t("account.passwordHint")}
          type="password"
          autocomplete="new-password"
          required
          value={form.password}
          onValue={(password) => set({ password })}
          error={fieldText(action.problem, "password")}
        />
        <Field
          label={t("account.alias")}
          hint={t("account.aliasHint")}
          autocomplete="nickname"
          required
          maxLength={20}
          value={form.alias}
          onValue={(alias) => set({ alias })}
          error={taken(action.problem?.code, "alias_taken") ?? fieldText(action.problem, "alias")}
        />
        <Field
          label={`${t("account.phone")} (${t("common.optional")})`}
          hint={t("account.phoneHint")}
          type="tel"
          autocomplete="tel"
          value={form.phone}
          onValue={(phone) => set({ phone })}
          error={fieldText(action.problem, "phone")}
        />
        <Check checked={form.accepted} required onChecked={(accepted) => set({ accepted })}>
          {t("account.terms")}
        </Check>
        <a href="/about" target="_blank" rel="noopener">
          {t("common.about")}
        </a>
        <ProblemNotice problem={action.problem} />
        <Button submit wide busy={action.busy}>
          {t("account.signUp")}
        </Button>
      </form>
      <p>
        {t("account.haveAccount")} <a href={via("/login", next)}>{t("account.logIn")}</a>
      </p>
    </Page>
  );
}

async function signUp({ email, password, alias, phone }: typeof EMPTY): Promise<void> {
  const { version } = await answered(api.GET("/api/v1/users/terms"));
  await answered(
    api.POST("/api/v1/users/", {
      body: {
        email,
        password,
        alias,
        phone: internationalised(phone),
        language: language.value,
        terms_version: version,
      },
    }),
  );
  await logIn(email, password);
}

function taken(code: string | undefined, expected: "email_taken" | "alias_taken"): string | undefined {
  return code === expected ? t(`problems.codes.${expected}`) : undefined;
}
