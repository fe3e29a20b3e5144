import { useLocation, useRoute } from "preact-iso";
import { Problem } from "../../api/problems";
import { t } from "../../i18n";
import { SignedIn } from "../../session/SignedIn";
import { Button, ButtonLink } from "../../ui/Button";
import { ProblemNotice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Skeleton } from "../../ui/Skeleton";
import { useLoaded } from "../../ui/useLoaded";
import { Covered } from "./Covered";
import { type Cover, coverLoad } from "./data";
import { Editor } from "./Editor";
import { Failed } from "./Failed";
import { NoFace } from "./NoFace";
import { useFollowed, Working } from "./Working";
import "./cover.css";

const GONE = ["not_found", "gone"];

/** A covered photo: while it is made, as it is, and with its faces to be changed. */
export function ResultPage() {
  const { id } = useRoute().params;
  return (
    <SignedIn title={t("cover.result.title")} invitation={t("cover.invitation")}>
      {() => <Result key={id} id={id!} />}
    </SignedIn>
  );
}

function Result({ id }: { id: string }) {
  const { data: cover, problem, reload, setData } = useLoaded((signal) => coverKnown(id, signal), id);
  const { task, lost } = useFollowed(cover, reload);
  const { isEdited, setEdited } = useEdited(id);
  if (problem && GONE.includes(problem.code)) return <Gone />;
  if (!cover) return <Loading problem={problem} onRetry={reload} />;
  if (cover.state === "queued" || cover.state === "running")
    return <Working cover={cover} task={task} problem={lost ?? problem} onRetry={reload} />;
  if (isEdited && cover.photo_url)
    return (
      <Editor
        cover={cover}
        onClose={() => {
          setEdited(false);
          reload(); // it may have been changed in another tab, or its original deleted
        }}
        onApplied={(changed) => {
          setEdited(false);
          setData(changed);
        }}
      />
    );
  const actions = { onEdit: () => setEdited(true), onChanged: setData };
  if (cover.state === "failed") return <Failed cover={cover} {...actions} />;
  if (cover.outcome === "no_face" && !cover.confirmed) return <NoFace cover={cover} {...actions} />;
  return <Covered cover={cover} onEdit={actions.onEdit} />;
}

/** The editor has an address of its own, so that the way back leads out of it, and a reload into it. */
function useEdited(id: string) {
  const { query, route } = useLocation();
  const address = `/cover/${id}`;
  const setEdited = (isEdited: boolean) => (isEdited ? route(`${address}?edit=1`) : route(address, true));
  return { isEdited: query.edit !== undefined, setEdited };
}

/** Of an address that is none, what the server would say. */
function coverKnown(id: string, signal: AbortSignal): Promise<Cover> {
  return /^[\da-f-]{36}$/i.test(id) ? coverLoad(id, signal) : Promise.reject(new Problem("not_found", 404));
}

function Loading({ problem, onRetry }: { problem: Problem | null; onRetry: () => void }) {
  return (
    <Page title={t("cover.result.title")}>
      <ProblemNotice problem={problem} />
      {problem ? (
        <Button icon="repeat" onClick={onRetry}>
          {t("common.retry")}
        </Button>
      ) : (
        <Skeleton />
      )}
    </Page>
  );
}

function Gone() {
  return (
    <Page key="gone" title={t("cover.gone.title")}>
      <p>{t("cover.gone.text")}</p>
      <ButtonLink href="/cover" icon="smile" wide large>
        {t("cover.another")}
      </ButtonLink>
    </Page>
  );
}
