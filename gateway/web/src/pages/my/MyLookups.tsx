import { useState } from "preact/hooks";
import { answered, api, type Schemas } from "../../api/client";
import { formatDate, t, tCode } from "../../i18n";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { ProblemNotice } from "../../ui/Notice";
import { Picture } from "../../ui/Picture";
import { SecondThought } from "../../ui/SecondThought";
import { EntrySkeleton } from "../../ui/Skeleton";
import { usePages } from "../../ui/usePages";

type Lookup = Schemas["LookupOutput"];
const TONES: Record<string, string> = { match: "good", possible: "warn", rejected: "bad" };

export function MyLookups() {
  const lookups = usePages((page) =>
    answered(api.GET("/api/v1/users/mypage/lookups", { params: { query: { page } } })),
  );
  const [leaving, setLeaving] = useState<Lookup | null>(null);
  return (
    <section class="stack" aria-labelledby="my-lookups">
      <h2 id="my-lookups">{t("my.lookups.title", { count: lookups.count })}</h2>
      <ProblemNotice problem={lookups.problem} onRetry={lookups.reload} />
      {!lookups.items && !lookups.problem && <EntrySkeleton />}
      {lookups.items?.length === 0 && <p class="soft">{t("my.lookups.none")}</p>}
      <ul class="stack">
        {lookups.items?.map((lookup) => (
          <li key={lookup.id} class="card entry">
            <LookupEntry lookup={lookup} onDelete={() => setLeaving(lookup)} />
          </li>
        ))}
      </ul>
      {lookups.hasMore && (
        <Button kind="secondary" onClick={lookups.more}>
          {t("my.more")}
        </Button>
      )}
      {leaving && <DeleteLookup lookup={leaving} onClose={() => setLeaving(null)} onDone={lookups.reload} />}
    </section>
  );
}

function LookupEntry({ lookup, onDelete }: { lookup: Lookup; onDelete: () => void }) {
  const found = lookup.outcome ?? lookup.state;
  const when = formatDate(lookup.created_at);
  return (
    <>
      <Picture url={lookup.photo_url} alt="" class="thumb" />
      <a class="stack-small grow" href={`/lookups/${lookup.id}`}>
        <strong>{lookup.dog?.name ?? t("my.lookups.one")}</strong>
        <span class="soft small">{when}</span>
        <span>
          <span class={`badge ${TONES[found] ?? ""}`}>{tCode("my.lookups.found", found)}</span>
        </span>
      </a>
      <button type="button" class="icon-button" aria-label={t("my.lookups.deleteOf", { when })} onClick={onDelete}>
        <Icon name="trash" />
      </button>
    </>
  );
}

interface DeleteProps {
  lookup: Lookup;
  onClose: () => void;
  onDone: () => void;
}

function DeleteLookup({ lookup, onClose, onDone }: DeleteProps) {
  const erase = async () => {
    await answered(api.DELETE("/api/v1/lookups/{lookup_id}", { params: { path: { lookup_id: lookup.id } } }));
    onClose();
    onDone();
  };
  return (
    <SecondThought
      title={t("my.lookups.deleteTitle")}
      text={t("my.lookups.deleteText")}
      yes={t("my.delete")}
      act={erase}
      onClose={onClose}
    />
  );
}
