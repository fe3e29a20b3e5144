import { t } from "../../i18n";
import { Page } from "../../ui/Page";

/** A covered photo: as it is, and its faces to be changed. */
export function ResultPage() {
  return <Page title={t("cover.result.title")}>{null}</Page>;
}
