import { t } from "../i18n";
import { ButtonLink } from "../ui/Button";
import { Page } from "../ui/Page";

export function NotFoundPage() {
  return (
    <Page title={t("common.notFound.title")}>
      <p>{t("common.notFound.text")}</p>
      <ButtonLink href="/" icon="search">
        {t("common.notFound.home")}
      </ButtonLink>
    </Page>
  );
}
