import { useState } from "preact/hooks";
import { answered, api, type Schemas } from "../../api/client";
import { fieldText } from "../../api/problems";
import { LANGUAGES, type Language, languageChoose, t } from "../../i18n";
import { type Profile, profile } from "../../session/account";
import { Button } from "../../ui/Button";
import { Check, Field, Select } from "../../ui/Field";
import { Notice, ProblemNotice } from "../../ui/Notice";
import { useAction } from "../../ui/useAction";
import { internationalised } from "../account/phone";

type Change = Schemas["PatchedProfileChange"];

/** What others may see of me, and the language of my letters. */
export function ProfileForm({ me }: { me: Profile }) {
  const [form, setForm] = useState({
    alias: me.alias,
    phone: me.phone ?? "",
    language: me.language ?? "ko",
    show_phone: me.show_phone ?? false,
    show_email: me.show_email ?? false,
  });
  const [saved, setSaved] = useState(false);
  const set = (change: Partial<typeof form>) => {
    setForm({ ...form, ...change });
    setSaved(false);
  };
  const action = useAction(async () => {
    const body: Change = { ...form, phone: internationalised(form.phone) };
    profile.value = await answered(api.PATCH("/api/v1/users/me", { body }));
    languageChoose(form.language);
    setSaved(true);
  });
  const submit = (event: Event) => {
    event.preventDefault();
    if (!action.busy) void action.run();
  };
  const taken = action.problem?.code === "alias_taken" ? t("problems.codes.alias_taken") : undefined;
  return (
    <form class="stack" onSubmit={submit}>
      <Field
        label={t("account.alias")}
        hint={t("account.aliasHint")}
        autocomplete="nickname"
        required
        value={form.alias}
        onValue={(alias) => set({ alias })}
        error={taken ?? fieldText(action.problem, "alias")}
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
      <Select
        label={t("my.letters")}
        value={form.language}
        onValue={(language) => set({ language: language as Language })}
        options={Object.entries(LANGUAGES).map(([value, text]) => ({ value, text }))}
      />
      <Check checked={form.show_phone} onChecked={(show_phone) => set({ show_phone })}>
        {t("my.showPhone")}
      </Check>
      <Check checked={form.show_email} onChecked={(show_email) => set({ show_email })}>
        {t("my.showEmail")}
      </Check>
      <ProblemNotice problem={action.problem} />
      {saved && <Notice tone="good">{t("common.saved")}</Notice>}
      <Button submit busy={action.busy}>
        {t("common.save")}
      </Button>
    </form>
  );
}
