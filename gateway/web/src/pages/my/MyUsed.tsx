import { useState } from "preact/hooks";
import { formatDate, t, tCode } from "../../i18n";
import { Button, ButtonLink } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { ProblemNotice } from "../../ui/Notice";
import { Picture } from "../../ui/Picture";
import { EntrySkeleton } from "../../ui/Skeleton";
import { useAction } from "../../ui/useAction";
import { usePages } from "../../ui/usePages";
import { AskDelete } from "../cover/DeleteCover";
import { type Cover, coversMine } from "../cover/data";
import { pictureSave } from "../cover/download";

/** The photos that I covered. */
export function MyUsed() {
  const covers = usePages(coversMine);
  const [leaving, setLeaving] = useState<Cover | null>(null);
  return (
    <section class="stack" aria-labelledby="my-used">
      <h2 id="my-used">{t("cover.mine.title", { count: covers.count })}</h2>
      <ProblemNotice problem={covers.problem} onRetry={covers.reload} />
      {!covers.items && !covers.problem && <EntrySkeleton />}
      {covers.items?.length === 0 && <p class="soft">{t("cover.mine.none")}</p>}
      <ul class="stack">
        {covers.items?.map((cover) => (
          <li key={cover.id}>
            <Entry cover={cover} onDelete={() => setLeaving(cover)} />
          </li>
        ))}
      </ul>
      {covers.hasMore && (
        <Button kind="secondary" onClick={covers.more}>
          {t("my.more")}
        </Button>
      )}
      <ButtonLink href="/cover" icon="plus" kind={covers.items?.length ? "secondary" : "primary"}>
        {t(covers.items?.length ? "cover.another" : "cover.mine.first")}
      </ButtonLink>
      {leaving && <AskDelete cover={leaving} onClose={() => setLeaving(null)} onDone={covers.reload} />}
    </section>
  );
}

function Entry({ cover, onDelete }: { cover: Cover; onDelete: () => void }) {
  const saving = useAction(() => pictureSave(cover));
  const when = formatDate(cover.created_at);
  return (
    <div class="card">
      <div class="entry bare">
        <Picture url={cover.picture_url ?? cover.photo_url} alt="" class="thumb" />
        <a class="stack-small grow" href={`/cover/${cover.id}`}>
          <strong>{when}</strong>
          <span class="soft small">{cover.emoji?.name ?? t("cover.mine.noEmoji")}</span>
          <span>
            <span class={`badge ${tone(cover)}`}>{tCode("cover.mine.state", stateOf(cover))}</span>
          </span>
        </a>
        <span class="entry-tools">
          {cover.picture_url && (
            <button
              type="button"
              class="icon-button"
              aria-label={t("cover.mine.downloadOf", { when })}
              onClick={() => saving.busy || void saving.run()}
            >
              <Icon name="download" />
            </button>
          )}
          <button type="button" class="icon-button" aria-label={t("cover.mine.deleteOf", { when })} onClick={onDelete}>
            <Icon name="trash" />
          </button>
        </span>
      </div>
      <ProblemNotice problem={saving.problem} />
    </div>
  );
}

type State = "working" | "failed" | "covered" | "no_face" | "confirmed";

function stateOf({ state, outcome, confirmed }: Cover): State {
  if (state === "queued" || state === "running") return "working";
  if (state === "failed" || !outcome) return "failed";
  return outcome === "no_face" && confirmed ? "confirmed" : outcome;
}

function tone(cover: Cover): string {
  const tones: Partial<Record<State, string>> = { covered: "good", confirmed: "good", no_face: "warn", failed: "bad" };
  return tones[stateOf(cover)] ?? "";
}
