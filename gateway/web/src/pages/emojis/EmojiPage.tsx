import { t } from "../../i18n";
import { Page } from "../../ui/Page";

export function EmojiPage() {
  return <Page title={t("emojis.one.title")}>{null}</Page>;
}
