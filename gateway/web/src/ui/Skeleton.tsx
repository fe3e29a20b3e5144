import { t } from "../i18n";

/** Stands where a page is being loaded. */
export function Skeleton() {
  return (
    <div class="card" role="status">
      <span class="visually-hidden">{t("common.loading")}</span>
      <div class="skeleton block" />
      <div class="skeleton line" />
      <div class="skeleton line" />
    </div>
  );
}

/** Stands where an entry of a list is being loaded. */
export function EntrySkeleton() {
  return (
    <div class="card entry" role="status">
      <span class="visually-hidden">{t("common.loading")}</span>
      <div class="skeleton thumb" />
      <div class="stack-small grow">
        <div class="skeleton line" />
        <div class="skeleton line" />
      </div>
    </div>
  );
}
