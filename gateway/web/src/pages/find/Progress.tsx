import type { ComponentChildren } from "preact";
import type { Problem } from "../../api/problems";
import { t, tCode } from "../../i18n";
import { BlobPicture } from "../../ui/BlobPicture";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Notice, ProblemNotice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import type { Reason, Search } from "./search";

const STEPS = ["sending", "queued", "matching"] as const;
type Of<Name extends Search["stage"]> = Search & { stage: Name };

/** While the photo is sent, waits and is compared. */
export function Searching({ now, onCancel }: { now: Search; onCancel: () => void }) {
  const trouble = now.stage === "sending" ? now.trouble : null;
  return (
    <Page key="searching" title={t("find.progress.title")}>
      <Photo of={now.photo} />
      <Steps now={now} />
      {trouble && (
        <Notice tone="warn">{t(`find.progress.${trouble.code === "offline" ? "offline" : "retrying"}`)}</Notice>
      )}
      <Button kind="secondary" icon="close" wide onClick={onCancel}>
        {t("common.cancel")}
      </Button>
    </Page>
  );
}

function Steps({ now }: { now: Search }) {
  const at = STEPS.indexOf(now.stage as (typeof STEPS)[number]);
  const place = now.stage === "queued" && now.position ? t("find.progress.place", { place: now.position }) : "";
  return (
    <>
      <ol class="search-steps">
        {STEPS.map((step, index) => (
          <li key={step} class={index < at ? "done" : index === at ? "now" : ""} aria-current={index === at && "step"}>
            <span class="step-mark" aria-hidden="true">
              {index < at && <Icon name="check" />}
              {index === at && <span class="spinner" />}
            </span>
            {t(`find.progress.${step}`)}
            {index === at && place && <span class="soft">{place}</span>}
          </li>
        ))}
      </ol>
      <p class="visually-hidden" role="status">
        {at >= 0 && `${t(`find.progress.${STEPS[at]!}`)} ${place}`}
      </p>
    </>
  );
}

/** The photo shows too little: what is wrong with it, and how the next one gets better. */
export function Rejected({ now, again }: { now: Of<"rejected">; again: ComponentChildren }) {
  return (
    <Page key="rejected" title={t("find.rejected.title")}>
      <Photo of={now.photo} />
      <Reasons reasons={now.reasons} />
      <div class="stack-small">{again}</div>
    </Page>
  );
}

/** What is wrong with a photo, and how the next one gets better. */
export function Reasons({ reasons }: { reasons: Reason[] }) {
  return (
    <Notice tone="warn">
      {reasons.map((reason) => (
        <div key={reason}>
          <strong>{tCode("find.reasons", `${reason}.what`)}</strong>
          <p>{tCode("find.reasons", `${reason}.how`)}</p>
        </div>
      ))}
    </Notice>
  );
}

/** Whether it is the photo itself, which would be refused again. */
export function photoRefused(problem: Problem): boolean {
  return problem.status === 422;
}

/** The search did not come to an end; the photo is still there. */
export function Failed(props: { now: Of<"failed">; onRepeat: () => void; again: ComponentChildren }) {
  const { now, onRepeat, again } = props;
  const isRefused = photoRefused(now.problem);
  return (
    <Page key="failed" title={t("find.failed.title")}>
      <Photo of={now.photo} />
      <ProblemNotice problem={now.problem} />
      {!isRefused && <p>{t("find.failed.kept")}</p>}
      <div class="stack-small">
        {!isRefused && (
          <Button icon="repeat" wide large onClick={onRepeat}>
            {t("find.failed.repeat")}
          </Button>
        )}
        {again}
      </div>
    </Page>
  );
}

function Photo({ of }: { of: Blob }) {
  return <BlobPicture blob={of} alt={t("find.yourPhoto")} class="find-photo" />;
}
