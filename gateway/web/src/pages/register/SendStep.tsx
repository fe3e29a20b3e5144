import { t } from "../../i18n";
import { BlobPicture } from "../../ui/BlobPicture";
import { Button } from "../../ui/Button";
import { Notice, ProblemNotice } from "../../ui/Notice";
import { useAction } from "../../ui/useAction";
import { aboutDog } from "./about";
import { cancel, type Registration, type Sending, send, sending } from "./sending";
import { draft } from "./store";

/** A last look, and then what is being done. */
export function SendStep() {
  const now = sending.value;
  const cancelling = useAction(cancel);
  if (now.state === "none" || now.state === "stopped") {
    return (
      <>
        <Summary />
        {now.state === "stopped" && <ProblemNotice problem={now.problem} />}
        <Button wide large icon={now.state === "stopped" ? "repeat" : "check"} onClick={() => send(draft.peek())}>
          {now.state === "stopped" ? t("common.retry") : t("register.send.send", { name: draft.value.data.name })}
        </Button>
      </>
    );
  }
  return (
    <>
      <div class="card waiting">
        <span class="spinner large" aria-hidden="true" />
        <div role="status" class="stack-small">
          <strong>{progressText(now)}</strong>
          <p class="soft">{t(now.state === "uploading" ? "register.send.stay" : "register.send.mayLeave")}</p>
        </div>
      </div>
      {now.state === "uploading" && now.hindrance && (
        <Notice tone="warn">
          <p>{t("register.send.again")}</p>
        </Notice>
      )}
      <ProblemNotice problem={cancelling.problem} />
      <Button kind="secondary" icon="close" busy={now.state === "cancelling"} onClick={cancelling.run}>
        {t("register.send.cancel")}
      </Button>
    </>
  );
}

function progressText(now: Sending): string {
  if (now.state === "following") return taskText(now.task);
  return t(now.state === "cancelling" ? "register.send.cancelling" : "register.send.uploading");
}

function taskText({ state, position }: Registration): string {
  if (state !== "queued") return t("register.send.comparing");
  return position && position > 1 ? t("register.send.position", { position }) : t("register.send.queued");
}

function Summary() {
  const { good, data, picture } = draft.value;
  return (
    <section class="card summary">
      {picture && <BlobPicture blob={picture} alt={t("register.picture.preview")} class="summary-photo" />}
      <div>
        <strong class="summary-name">{data.name}</strong>
        <p class="soft">{aboutDog(data.breedTyped, data.birth_year)}</p>
        <a href="/register?step=dog">{t("register.send.change")}</a>
      </div>
      <ul class="summary-noses" aria-label={t("register.noses.taken")}>
        {good.map((shot, index) => (
          <li key={shot.id}>
            <BlobPicture blob={shot.blob} alt={t("register.noses.photo", { number: index + 1 })} />
          </li>
        ))}
      </ul>
    </section>
  );
}
