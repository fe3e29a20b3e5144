import { t } from "../../i18n";
import { Page } from "../../ui/Page";

export function CoveredPage() {
  return <Page title={t("faces.covered.title")}>{null}</Page>;
}
