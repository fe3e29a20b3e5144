import { useEffect } from "preact/hooks";
import { useRoute } from "preact-iso";
import { answered, api, type Schemas } from "../../api/client";
import { Problem } from "../../api/problems";
import { t } from "../../i18n";
import { online } from "../../online";
import { Button, ButtonLink } from "../../ui/Button";
import { Notice, ProblemNotice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Picture } from "../../ui/Picture";
import { Skeleton } from "../../ui/Skeleton";
import { useLoaded } from "../../ui/useLoaded";
import { Match } from "./Match";
import { NextSteps } from "./NextSteps";
import { Reasons } from "./Progress";
import "./find.css";

export type Lookup = Schemas["LookupOutput"];
const POLL_MS = 2000;
const GONE = ["not_found", "gone", "permission_denied"];

/** What a search found. Its address can be kept and opened again. */
export function LookupPage() {
  const { params } = useRoute();
  const id = params.id!;
  const { data, problem, reload } = useLoaded((signal) => lookupLoad(id, signal), `${id} ${online.value}`);
  const current = data?.id === id ? data : null;
  useEffect(() => {
    if (current?.state !== "pending") return;
    const timer = setTimeout(reload, POLL_MS);
    return () => clearTimeout(timer);
  }, [current, problem]);

  if (current) return <Result lookup={current} />;
  if (problem && GONE.includes(problem.code)) return <Gone />;
  return (
    <Page title={t("find.result.loading")}>
      <ProblemNotice problem={problem} />
      {problem ? (
        <Button icon="repeat" onClick={reload}>
          {t("common.retry")}
        </Button>
      ) : (
        <Skeleton />
      )}
    </Page>
  );
}

function lookupLoad(id: string, signal: AbortSignal): Promise<Lookup> {
  if (!/^[\da-f-]{36}$/i.test(id)) return Promise.reject(new Problem("not_found", 404));
  return answered(api.GET("/api/v1/lookups/{lookup_id}", { params: { path: { lookup_id: id } }, signal }));
}

function Result({ lookup }: { lookup: Lookup }) {
  if (lookup.state === "pending") return <Pending />;
  if (lookup.state === "failed") return <Ended kind="failed" lookup={lookup} />;
  switch (lookup.outcome) {
    case "match":
      return <Match lookup={lookup} />;
    case "possible":
      return <Ended kind="possible" lookup={lookup} />;
    case "rejected":
      return <Ended kind="rejected" lookup={lookup} />;
    default:
      return <NextSteps lookup={lookup} />;
  }
}

function Pending() {
  return (
    <Page key="pending" title={t("find.progress.title")}>
      <p>{t("find.result.pending")}</p>
      <Skeleton />
    </Page>
  );
}

/** No answer yet, and another photo would help. */
function Ended({ kind, lookup }: { kind: "possible" | "rejected" | "failed"; lookup: Lookup }) {
  const reasons = lookup.photos?.[0]?.reasons ?? [];
  return (
    <Page key={kind} title={t(`find.${kind}.title`)}>
      {lookup.photo_url && <Picture url={lookup.photo_url} alt={t("find.yourPhoto")} class="find-photo aside" />}
      {reasons.length > 0 && <Reasons reasons={reasons} />}
      {kind === "possible" && <Notice tone="info">{t("find.possible.meaning")}</Notice>}
      <p>{t(`find.${kind}.next`)}</p>
      <ButtonLink href="/" icon="camera" wide large>
        {t("find.again")}
      </ButtonLink>
    </Page>
  );
}

function Gone() {
  return (
    <Page key="gone" title={t("find.gone.title")}>
      <p>{t("find.gone.text")}</p>
      <ButtonLink href="/" icon="search" wide large>
        {t("find.searchAgain")}
      </ButtonLink>
    </Page>
  );
}
