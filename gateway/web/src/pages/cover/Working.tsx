import { useEffect, useState } from "preact/hooks";
import { asProblem, type Problem } from "../../api/problems";
import { follow, type Task } from "../../api/tasks";
import { t } from "../../i18n";
import { ProblemNotice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Picture } from "../../ui/Picture";
import { DeleteCover } from "./DeleteCover";
import type { Cover } from "./data";

/** The job of a cover that is being made, as it goes on; `onEnd` once it has ended. */
export function useFollowed(cover: Cover | null, onEnd: () => void) {
  const [task, setTask] = useState<Task | null>(null);
  const [lost, setLost] = useState<Problem | null>(null);
  const isOpen = cover?.state === "queued" || cover?.state === "running";
  useEffect(() => {
    if (!cover || !isOpen) return;
    const abort = new AbortController();
    setTask(null);
    setLost(null);
    const watch = async () => {
      for await (const seen of follow(cover.task_id, abort.signal)) setTask(seen);
      onEnd();
    };
    watch().catch((error) => abort.signal.aborted || setLost(asProblem(error)));
    return () => abort.abort();
  }, [cover]);
  return { task, lost };
}

interface Props {
  cover: Cover;
  task: Task | null;
  problem: Problem | null;
  onRetry: () => void;
}

/** While the faces are looked for and covered. */
export function Working({ cover, task, problem, onRetry }: Props) {
  const isQueued = (task?.state ?? cover.state) === "queued";
  const place = task?.position;
  return (
    <Page key="working" title={t("cover.working.title")}>
      <Picture url={cover.photo_url} alt={t("cover.photo.yours")} class="cover-picture waiting" />
      <p class="cover-step" role="status">
        <span class="spinner" aria-hidden="true" />
        {t(isQueued ? "cover.working.queued" : "cover.working.running")}
        {isQueued && place ? <span class="soft">{t("cover.working.place", { place })}</span> : null}
      </p>
      <ProblemNotice problem={problem} onRetry={onRetry} />
      <p class="soft small">{t("cover.working.leave")}</p>
      <DeleteCover cover={cover} />
    </Page>
  );
}
