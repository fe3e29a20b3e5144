import { t } from "../../i18n";
import { Page } from "../../ui/Page";
import { FaceWays } from "../../ui/FaceWays";

/** The emojis that most photos were covered with lately. */
export function RankingPage() {
  return (
    <Page title={t("ranking.title")}>
      <FaceWays />
    </Page>
  );
}
