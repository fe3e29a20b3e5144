import { useState } from "preact/hooks";
import { fieldText } from "../../api/problems";
import { t, tCode } from "../../i18n";
import { Button, ButtonLink } from "../../ui/Button";
import { EXPRESSIONS } from "../../ui/Face";
import { Field } from "../../ui/Field";
import { FileButton } from "../../ui/FileButton";
import { Notice, ProblemNotice } from "../../ui/Notice";
import { NAME_LENGTH } from "./data";
import { draft, draftChange, filesTake, missing, reading } from "./draft";
import { Slots } from "./Slots";
import { made, send, sending, sendingForget } from "./sending";

/** The name and the seven pictures. */
export function NewEmojiForm() {
  const now = draft.value;
  const problem = sending.value.state === "stopped" ? sending.value.problem : null;
  const [isTried, setTried] = useState(false);
  const lacking = missing(now);
  const isIncomplete = lacking.length > 0 || !now.name.trim();
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (isIncomplete) focusFirst();
    else if (!reading.value.size) void send();
  };
  return (
    <form class="stack" noValidate onSubmit={submit}>
      <Before />
      <Field
        label={t("emojis.create.name")}
        hint={t("emojis.create.nameHint")}
        error={nameError(isTried) ?? fieldText(problem, "name")}
        value={now.name}
        maxLength={NAME_LENGTH}
        autocomplete="off"
        required
        onValue={(name) => draftChange({ name })}
      />
      <section class="stack" aria-labelledby="seven-pictures">
        <div class="stack-small">
          <h2 id="seven-pictures">{t("emojis.create.pictures")}</h2>
          <p class="soft">{t("emojis.create.picturesHint")}</p>
        </div>
        <FileButton multiple wide icon="album" busy={reading.value.size > 0} onFiles={(files) => void filesTake(files)}>
          {t("emojis.create.several")}
        </FileButton>
        <p class="soft small">{t("emojis.create.severalHint")}</p>
        <PlacedNotice />
        <Slots />
        <p class="soft small" role="status">
          {t("emojis.create.count", { count: EXPRESSIONS.length - lacking.length })}
        </p>
      </section>
      {isTried && lacking.length > 0 && (
        <Notice tone="bad">
          <p>
            {t("emojis.create.missing", { names: lacking.map((one) => tCode("emojis.expressions", one)).join(", ") })}
          </p>
        </Notice>
      )}
      <ProblemNotice problem={problem} />
      <Button submit wide large icon={problem ? "repeat" : "check"} busy={reading.value.size > 0}>
        {t("emojis.create.send")}
      </Button>
      <p class="soft small">{t("emojis.create.private")}</p>
    </form>
  );
}

function nameError(isTried: boolean): string | undefined {
  return isTried && !draft.value.name.trim() ? t("problems.fields.required") : undefined;
}

function focusFirst(): void {
  // The marks appear with the next drawing.
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>("form [aria-invalid='true'], form .slot.lacking button")?.focus(),
  );
}

/** What has come of these pictures so far. */
function Before() {
  const { faults, isRejected, name } = draft.value;
  const bad = Object.values(faults).filter(Boolean).length;
  if (isRejected && bad)
    return (
      <Notice tone="warn">
        <p>{t("emojis.create.rejected", { count: bad })}</p>
      </Notice>
    );
  return (
    made.value && (
      <Notice>
        <p>{t("emojis.create.changing", { name })}</p>
        <div class="row">
          <ButtonLink href={`/emojis/${made.value}`} kind="secondary">
            {t("emojis.create.toMade")}
          </ButtonLink>
          <Button kind="quiet" onClick={sendingForget}>
            {t("emojis.create.another")}
          </Button>
        </div>
      </Notice>
    )
  );
}

function PlacedNotice() {
  const placed = draft.value.placed;
  if (!placed || (!placed.guessed.length && !placed.left)) return null;
  return (
    <Notice tone="warn">
      {placed.guessed.length > 0 && <p>{t("emojis.create.guessed", { count: placed.guessed.length })}</p>}
      {placed.left > 0 && <p>{t("emojis.create.left", { count: placed.left })}</p>}
    </Notice>
  );
}
