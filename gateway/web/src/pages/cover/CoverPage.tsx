import { t } from "../../i18n";
import { Page } from "../../ui/Page";
import { FaceWays } from "../../ui/FaceWays";

/** A photo, and the emojis that are to cover the people in it. */
export function CoverPage() {
  return (
    <Page title={t("cover.title")}>
      <FaceWays />
    </Page>
  );
}
