import { useRef, useState } from "preact/hooks";
import { Problem } from "../../api/problems";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { ProblemNotice } from "../../ui/Notice";
import { DogFields } from "./DogFields";
import { dataErrors } from "./draft";
import { sending } from "./sending";
import { change, draft } from "./store";
import type { StepProps } from "./Wizard";

export function DogStep({ onDone }: StepProps) {
  const form = useRef<HTMLFormElement>(null);
  const now = sending.value;
  const [problem, setProblem] = useState(now.state === "stopped" ? now.problem : null);
  const submit = (event: Event) => {
    event.preventDefault();
    const wrong = dataProblem();
    setProblem(wrong);
    if (wrong) return focusFirst(form.current!);
    onDone();
  };
  return (
    <form ref={form} class="stack" noValidate onSubmit={submit}>
      <p>{t("register.dog.text")}</p>
      <DogFields data={draft.value.data} onData={(data) => change({ type: "said", data })} problem={problem} />
      <ProblemNotice problem={problem} />
      <Button submit wide large>
        {t("common.next")}
      </Button>
    </form>
  );
}

function dataProblem(): Problem | null {
  const errors = dataErrors(draft.peek().data);
  return Object.keys(errors).length ? new Problem("validation_failed", 422, "", errors) : null;
}

/** The first field with something wrong, once it is marked. */
export function focusFirst(form: HTMLFormElement): void {
  requestAnimationFrame(() => {
    const wrong = form.querySelector<HTMLElement>('[aria-invalid="true"], fieldset:has(.error) input');
    wrong?.focus();
  });
}
