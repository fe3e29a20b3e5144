import { t } from "../../i18n";
import { Icon } from "../../ui/Icon";
import type { Gallery } from "./data";
import { addressOf, neighbour, type Place, pagesIn } from "./paging";

/** The way to the pages before and after. */
export function Pager({ place, gallery }: { place: Place; gallery: Gallery }) {
  const pages = pagesIn(gallery.count);
  if (pages === 1) return null;
  const to = (url: string) => addressOf(neighbour(url, place.search));
  return (
    <nav class="pager" aria-label={t("emojis.gallery.pages")}>
      {gallery.previous ? (
        <a class="button secondary" rel="prev" href={to(gallery.previous)}>
          <Icon name="back" />
          {t("emojis.gallery.previous")}
        </a>
      ) : (
        <span />
      )}
      <span class="number">{t("emojis.gallery.pageOf", { page: place.page, pages })}</span>
      {gallery.next ? (
        <a class="button secondary" rel="next" href={to(gallery.next)}>
          {t("emojis.gallery.next")}
          <Icon name="forward" />
        </a>
      ) : (
        <span />
      )}
    </nav>
  );
}
