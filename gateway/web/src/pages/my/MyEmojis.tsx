import { answered, api } from "../../api/client";
import { formatDate, t } from "../../i18n";
import { Button, ButtonLink } from "../../ui/Button";
import { Face } from "../../ui/Face";
import { ProblemNotice } from "../../ui/Notice";
import { EntrySkeleton } from "../../ui/Skeleton";
import { usePages } from "../../ui/usePages";
import type { Emoji } from "../emojis/data";
import { EmojiFace } from "../emojis/EmojiFace";

export function MyEmojis() {
  const emojis = usePages((page) => answered(api.GET("/api/v1/users/mypage/made", { params: { query: { page } } })));
  return (
    <section class="stack" aria-labelledby="my-emojis">
      <h2 id="my-emojis">{t("my.made.title", { count: emojis.count })}</h2>
      <ProblemNotice problem={emojis.problem} onRetry={emojis.reload} />
      {!emojis.items && !emojis.problem && <EntrySkeleton />}
      {emojis.items?.length === 0 && <p class="soft">{t("my.made.none")}</p>}
      <ul class="stack">
        {emojis.items?.map((emoji) => (
          <li key={emoji.id}>
            <Entry emoji={emoji} />
          </li>
        ))}
      </ul>
      {emojis.hasMore && (
        <Button kind="secondary" onClick={emojis.more}>
          {t("my.more")}
        </Button>
      )}
      <ButtonLink href="/emojis/new" icon="plus" kind={emojis.items?.length ? "secondary" : "primary"}>
        {t("my.made.create")}
      </ButtonLink>
    </section>
  );
}

const TONES = { public: "good", private: "", hidden: "warn", pending: "", rejected: "bad", failed: "bad" };

/** Who can see it, or why nobody can. */
function standing({ state, published, hidden }: Emoji): keyof typeof TONES {
  if (state !== "draft") return state;
  if (hidden) return "hidden";
  return published ? "public" : "private";
}

function Entry({ emoji }: { emoji: Emoji }) {
  const stands = standing(emoji);
  return (
    <a class="card entry" href={`/emojis/${emoji.id}`}>
      {emoji.pictures ? (
        <EmojiFace emoji={emoji} of="neutral" alt="" class="thumb whole" />
      ) : (
        <span class="thumb missing">
          <Face of="neutral" />
        </span>
      )}
      <span class="stack-small">
        <strong>{emoji.name}</strong>
        <span class="soft small">{formatDate(emoji.created_at)}</span>
        <span>
          <span class={`badge ${TONES[stands]}`}>{t(`my.made.standing.${stands}`)}</span>
        </span>
      </span>
    </a>
  );
}
