import { answered, api, type Schemas } from "../../api/client";
import { t, tCode } from "../../i18n";
import { Button, ButtonLink } from "../../ui/Button";
import { ProblemNotice } from "../../ui/Notice";
import { Picture } from "../../ui/Picture";
import { EntrySkeleton } from "../../ui/Skeleton";
import { usePages } from "../../ui/usePages";

type Dog = Schemas["Dog"];
const TONES: Record<Dog["state"], string> = { registered: "good", pending: "", needs_review: "warn", rejected: "bad" };

export function MyDogs() {
  const dogs = usePages((page) => answered(api.GET("/api/v1/users/mypage/dogs", { params: { query: { page } } })));
  return (
    <section class="stack" aria-labelledby="my-dogs">
      <h2 id="my-dogs">{t("my.dogs.title", { count: dogs.count })}</h2>
      <ProblemNotice problem={dogs.problem} onRetry={dogs.reload} />
      {!dogs.items && !dogs.problem && <EntrySkeleton />}
      {dogs.items?.length === 0 && <p class="soft">{t("my.dogs.none")}</p>}
      <ul class="stack">
        {dogs.items?.map((dog) => (
          <li key={dog.id}>
            <DogCard dog={dog} />
          </li>
        ))}
      </ul>
      {dogs.hasMore && (
        <Button kind="secondary" onClick={dogs.more}>
          {t("my.more")}
        </Button>
      )}
      <ButtonLink href="/register" icon="plus" kind={dogs.items?.length ? "secondary" : "primary"}>
        {t("my.dogs.register")}
      </ButtonLink>
    </section>
  );
}

function DogCard({ dog }: { dog: Dog }) {
  return (
    <a class="card entry" href={`/my/dogs/${dog.id}`}>
      <Picture url={dog.photo_url} alt="" class="thumb" />
      <span class="stack-small">
        <strong>{dog.name}</strong>
        {dog.number && <span class="number">{dog.number}</span>}
        <span>
          <span class={`badge ${TONES[dog.state]}`}>{tCode("my.dogs.state", dog.state)}</span>
        </span>
      </span>
    </a>
  );
}
