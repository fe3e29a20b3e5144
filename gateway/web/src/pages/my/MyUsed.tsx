import { t } from "../../i18n";

/** The photos that I covered. */
export function MyUsed() {
  return (
    <section class="stack" aria-labelledby="my-used">
      <h2 id="my-used">{t("cover.mine.title")}</h2>
    </section>
  );
}
