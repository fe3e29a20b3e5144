import { t } from "../../i18n";
import { Page } from "../../ui/Page";

export function GalleryPage() {
  return <Page title={t("emojis.gallery.title")}>{null}</Page>;
}
