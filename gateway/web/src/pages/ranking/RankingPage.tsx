import { answered, api, type Schemas } from "../../api/client";
import { t } from "../../i18n";
import { Button, ButtonLink } from "../../ui/Button";
import { FaceWays } from "../../ui/FaceWays";
import { ProblemNotice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Skeleton } from "../../ui/Skeleton";
import { useLoaded } from "../../ui/useLoaded";
import { usePages } from "../../ui/usePages";
import { EmojiFace } from "../emojis/EmojiFace";
import "./ranking.css";

type Ranking = Schemas["Ranking"];
type Ranked = Schemas["RankedEmoji"];

/** The emojis that most photos were covered with lately. */
export function RankingPage() {
  return (
    <Page title={t("ranking.title")}>
      <FaceWays />
      <p>{t("ranking.lead")}</p>
      <Places />
    </Page>
  );
}

function Places() {
  const { data, problem, reload } = useLoaded(() => rankingLoad(1));
  if (!data)
    return problem ? (
      <>
        <ProblemNotice problem={problem} />
        <Button kind="secondary" icon="repeat" onClick={reload}>
          {t("common.retry")}
        </Button>
      </>
    ) : (
      <Skeleton />
    );
  if (data.top.length === 0) return <Nobody />;
  const most = data.top[0]!.covers;
  return (
    <>
      <ol class="podium">
        {data.top.map((ranked) => (
          <Step key={ranked.emoji.id} ranked={ranked} most={most} />
        ))}
      </ol>
      <Others first={data} most={most} />
      <ButtonLink href="/cover" icon="smile" wide large>
        {t("ranking.cover")}
      </ButtonLink>
    </>
  );
}

function Nobody() {
  return (
    <>
      <p class="soft">{t("ranking.none")}</p>
      <ButtonLink href="/cover" icon="smile" wide large>
        {t("ranking.cover")}
      </ButtonLink>
    </>
  );
}

/** A step of the podium, as high as it was used. The order of the list is 1, 2, 3; the sheet puts the first in the middle. */
function Step({ ranked, most }: { ranked: Ranked; most: number }) {
  const { emoji, rank, covers } = ranked;
  return (
    <li class={`step rank-${rank}`}>
      <a href={`/emojis/${emoji.id}`}>
        <EmojiFace emoji={emoji} of="neutral" alt="" class="step-picture" />
        <strong>{emoji.name}</strong>
      </a>
      <span class="step-count small soft">{t("ranking.covers", { count: covers })}</span>
      <svg class="step-bar" height={height(covers, most)} aria-hidden="true">
        <rect width="100%" height="100%" />
      </svg>
      <span class="step-rank">
        <span class="visually-hidden">{t("ranking.rank", { rank })}</span>
        <span aria-hidden="true">{rank}</span>
      </span>
    </li>
  );
}

/** In px; there is room for the number in the lowest. */
const [LOWEST, HIGHEST] = [44, 140];

function height(covers: number, most: number): number {
  return LOWEST + (HIGHEST - LOWEST) * (covers / most);
}

/** From the fourth on, page after page. */
function Others({ first, most }: { first: Ranking; most: number }) {
  const others = usePages((page) => (page === 1 ? Promise.resolve(first) : rankingLoad(page)));
  if (first.results.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="ranking-others">
      <h2 id="ranking-others">{t("ranking.others")}</h2>
      <ol class="ranked" start={first.results[0]!.rank}>
        {(others.items ?? first.results).map((ranked) => (
          <Row key={ranked.emoji.id} ranked={ranked} most={most} />
        ))}
      </ol>
      <ProblemNotice problem={others.problem} onRetry={others.reload} />
      {others.hasMore && (
        <Button kind="secondary" onClick={others.more}>
          {t("my.more")}
        </Button>
      )}
    </section>
  );
}

function Row({ ranked, most }: { ranked: Ranked; most: number }) {
  const { emoji, rank, covers } = ranked;
  return (
    <li>
      <a class="card entry" href={`/emojis/${emoji.id}`}>
        <span class="ranked-place">
          <span class="visually-hidden">{t("ranking.rank", { rank })}</span>
          <span aria-hidden="true">{rank}</span>
        </span>
        <EmojiFace emoji={emoji} of="neutral" alt="" class="ranked-picture" />
        <span class="grow stack-small">
          <strong>{emoji.name}</strong>
          <svg class="ranked-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
            <rect class="ground" width="100" height="6" rx="3" />
            <rect class="filled" width={Math.max((100 * covers) / most, 2)} height="6" rx="3" />
          </svg>
          <span class="small soft">{t("ranking.covers", { count: covers })}</span>
        </span>
      </a>
    </li>
  );
}

function rankingLoad(page: number): Promise<Ranking> {
  return answered(api.GET("/api/v1/faces/ranking", { params: { query: { page } } }));
}
