import { t } from "../i18n";
import { LinkTabs } from "./LinkTabs";

/** The ways through everything about covered faces. */
export function FaceWays() {
  const tabs = [
    { href: "/cover", text: t("common.ways.cover") },
    { href: "/emojis", text: t("common.ways.emojis") },
    { href: "/ranking", text: t("common.ways.ranking") },
  ];
  return <LinkTabs label={t("common.ways.label")} tabs={tabs} />;
}
