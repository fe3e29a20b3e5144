import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import { t } from "../../i18n";
import { SignedIn } from "../../session/SignedIn";
import { BlobPicture } from "../../ui/BlobPicture";
import { Button } from "../../ui/Button";
import { Notice, ProblemNotice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { useAction } from "../../ui/useAction";
import { draft } from "./draft";
import { NewEmojiForm } from "./NewEmojiForm";
import { cancel, made, type Sending, sending } from "./sending";
import "./emojis.css";

/** Making a template: seven pictures and a name. */
export function NewEmojiPage() {
  return (
    <SignedIn title={t("emojis.create.title")} invitation={t("emojis.create.invitation")}>
      {() => <Making />}
    </SignedIn>
  );
}

function Making() {
  const now = sending.value;
  const isBusy = now.state === "uploading" || now.state === "cutting" || now.state === "cancelling";
  useLook();
  return isBusy ? (
    <Page key="busy" title={t("emojis.create.busy")}>
      <Progress now={now} />
    </Page>
  ) : (
    <Page key="form" title={t("emojis.create.title")}>
      <NewEmojiForm />
    </Page>
  );
}

/** Once the pictures are cut out, they are looked at. */
function useLook(): void {
  const { route } = useLocation();
  const before = useRef(made.value);
  useEffect(() => {
    if (made.value && made.value !== before.current) route(`/emojis/${made.value}`, true);
  }, [made.value]);
}

function Progress({ now }: { now: Sending }) {
  const cancelling = useAction(cancel);
  const hindrance = now.state === "uploading" ? now.hindrance : null;
  return (
    <>
      <div class="card making">
        <span class="spinner" aria-hidden="true" />
        <div role="status" class="stack-small">
          <strong>{progressText(now)}</strong>
          <p class="soft">{t(now.state === "uploading" ? "emojis.create.stay" : "emojis.create.mayLeave")}</p>
        </div>
      </div>
      <ul class="making-pictures" aria-hidden="true">
        {Object.entries(draft.value.pictures).map(([expression, picture]) => (
          <li key={expression}>{picture && <BlobPicture blob={picture} alt="" />}</li>
        ))}
      </ul>
      {hindrance && <Notice tone="warn">{t("emojis.create.again")}</Notice>}
      <ProblemNotice problem={cancelling.problem} />
      <Button kind="secondary" icon="close" wide busy={now.state === "cancelling"} onClick={cancelling.run}>
        {t("common.cancel")}
      </Button>
    </>
  );
}

function progressText(now: Sending): string {
  if (now.state !== "cutting") return t(`emojis.create.${now.state === "cancelling" ? "cancelling" : "uploading"}`);
  const { state, position } = now.task;
  if (state === "running") return t("emojis.create.cutting");
  return position && position > 1 ? t("emojis.create.position", { position }) : t("emojis.create.queued");
}
