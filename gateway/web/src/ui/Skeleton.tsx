import { t } from "../i18n";

/** Stands where something is being loaded. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div class="card" role="status">
      <span class="visually-hidden">{t("common.loading")}</span>
      <div class="skeleton block" />
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} class="skeleton line" />
      ))}
    </div>
  );
}
