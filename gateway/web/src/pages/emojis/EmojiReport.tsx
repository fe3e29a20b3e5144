import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { answered, api, type Schemas } from "../../api/client";
import { fieldText } from "../../api/problems";
import { t } from "../../i18n";
import { profile } from "../../session/account";
import { via } from "../../session/next";
import { Button, ButtonLink } from "../../ui/Button";
import { Choice } from "../../ui/Choice";
import { Dialog } from "../../ui/Dialog";
import { TextArea } from "../../ui/Field";
import { Notice, ProblemNotice } from "../../ui/Notice";
import { useAction } from "../../ui/useAction";
import type { Emoji } from "./data";

type Reason = Schemas["EmojiReportForm"]["reason"];
const REASONS: Reason[] = ["offensive", "person", "copyright", "other"];
const TEXT_LENGTH = 500;

/** Telling staff what is wrong with a template. */
export function EmojiReport({ emoji }: { emoji: Emoji }) {
  const [asking, setAsking] = useState(false);
  const { url } = useLocation();
  return (
    <>
      <Button kind="quiet" icon="flag" onClick={() => setAsking(true)}>
        {t("emojis.report.button")}
      </Button>
      {asking && (
        <Dialog title={t("emojis.report.title")} onClose={() => setAsking(false)}>
          {profile.value ? <Form emoji={emoji} onClose={() => setAsking(false)} /> : <LogInFirst back={url} />}
        </Dialog>
      )}
    </>
  );
}

function LogInFirst({ back }: { back: string }) {
  return (
    <>
      <p>{t("emojis.report.invitation")}</p>
      <ButtonLink href={via("/login", back)} wide>
        {t("account.logIn")}
      </ButtonLink>
    </>
  );
}

function Form({ emoji, onClose }: { emoji: Emoji; onClose: () => void }) {
  const [reason, setReason] = useState<Reason | "">("");
  const [text, setText] = useState("");
  const [isTried, setTried] = useState(false);
  const [isDone, setDone] = useState(false);
  const action = useAction(async (given: Reason) => {
    const body = { reason: given, text: text.trim() };
    const params = { path: { emoji_id: emoji.id } };
    await answered(api.POST("/api/v1/emojis/{emoji_id}/report", { params, body }));
    setDone(true);
  });
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (reason && !action.busy) void action.run(reason);
  };
  if (isDone) return <Thanks onClose={onClose} />;
  return (
    <form class="stack" noValidate onSubmit={submit}>
      <Choice
        legend={t("emojis.report.reason")}
        value={reason}
        options={REASONS.map((value) => ({ value, text: t(`emojis.report.reasons.${value}`) }))}
        error={isTried && !reason ? t("problems.fields.required") : undefined}
        onValue={setReason}
      />
      <TextArea
        label={`${t("emojis.report.text")} (${t("common.optional")})`}
        error={fieldText(action.problem, "text")}
        value={text}
        maxLength={TEXT_LENGTH}
        onValue={setText}
      />
      <ProblemNotice problem={action.problem} />
      <div class="row">
        <Button submit icon="flag" busy={action.busy}>
          {t("emojis.report.send")}
        </Button>
        <Button kind="secondary" onClick={onClose}>
          {t("common.cancel")}
        </Button>
      </div>
    </form>
  );
}

function Thanks({ onClose }: { onClose: () => void }) {
  return (
    <>
      <Notice tone="good">
        <p>{t("emojis.report.thanks")}</p>
      </Notice>
      <Button wide onClick={onClose}>
        {t("emojis.report.close")}
      </Button>
    </>
  );
}
