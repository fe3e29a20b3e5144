import { t } from "../i18n";
import { Page } from "../ui/Page";

const PARTS = ["how", "finder", "owner", "photos", "people", "certainty"] as const;

/** How it works and what happens with people's data, in plain words. */
export function AboutPage() {
  return (
    <Page title={t("common.aboutPage.title")}>
      {PARTS.map((part) => (
        <section key={part} class="stack-small">
          <h2>{t(`common.aboutPage.${part}.title`)}</h2>
          <p>{t(`common.aboutPage.${part}.text`)}</p>
        </section>
      ))}
    </Page>
  );
}
