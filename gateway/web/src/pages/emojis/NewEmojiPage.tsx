import { t } from "../../i18n";
import { Page } from "../../ui/Page";

export function NewEmojiPage() {
  return <Page title={t("emojis.create.title")}>{null}</Page>;
}
