import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import { t } from "../../i18n";
import { Page } from "../../ui/Page";
import { DogStep } from "./DogStep";
import { STEPS, type Step, stepFor, stepOfErrors } from "./draft";
import { NoseStep } from "./NoseStep";
import { PictureStep } from "./PictureStep";
import { Result } from "./Result";
import { SendStep } from "./SendStep";
import { type Sending, sending, sendingPutAside } from "./sending";
import { draft } from "./store";

const CONTENTS = { noses: NoseStep, dog: DogStep, picture: PictureStep, send: SendStep };

/** The steps, each with an address, so that the phone's way back leads to the step before. */
export function Wizard() {
  const { query, route } = useLocation();
  const now = sending.value;
  const step = isUnderWay(now) ? "send" : stepFor(draft.value, query.step);
  const go = (to: Step, replace = false) => route(`/register?step=${to}`, replace);

  useEffect(() => {
    if (now.state !== "ended" && query.step !== step) go(step, true);
  }, [step, query.step]);
  useEffect(() => {
    if (now.state === "stopped" && Object.keys(now.problem.errors).length) go(stepOfErrors(now.problem.errors), true);
  }, [now]);
  useEffect(() => window.scrollTo(0, 0), [step, now.state === "ended"]);

  if (now.state === "ended") return <Result task={now.task} sent={now.sent} />;
  const Content = CONTENTS[step];
  const goOn = () => {
    if (now.state === "stopped") sendingPutAside(); // what was wrong has been put right
    go(STEPS[STEPS.indexOf(step) + 1] ?? step);
  };
  return (
    <div class="stack register">
      <Progress step={step} />
      <Page key={step} title={t(`register.${step}.title`)}>
        <Content onDone={goOn} />
      </Page>
    </div>
  );
}

export interface StepProps {
  onDone: () => void;
}

/** Nothing can be changed meanwhile. */
function isUnderWay({ state }: Sending): boolean {
  return state === "uploading" || state === "following" || state === "cancelling";
}

function Progress({ step }: { step: Step }) {
  const current = STEPS.indexOf(step);
  return (
    <ol class="steps" aria-label={t("register.progress")}>
      {STEPS.map((one, index) => (
        <li key={one} aria-current={one === step ? "step" : undefined} data-done={index < current || undefined}>
          <span class={one === step ? "" : "visually-hidden"}>
            {index + 1}. {t(`register.${one}.short`)}
          </span>
        </li>
      ))}
    </ol>
  );
}
