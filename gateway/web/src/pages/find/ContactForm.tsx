import { useRef, useState } from "preact/hooks";
import { answered, api } from "../../api/client";
import { asProblem, fieldText } from "../../api/problems";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Field, TextArea } from "../../ui/Field";
import { ProblemNotice } from "../../ui/Notice";
import { useAction } from "../../ui/useAction";
import type { Written } from "./Contact";
import { placeHere } from "./place";

const MESSAGE_LENGTH = 1000;
const PLACE_LENGTH = 200;
const EMPTY = { message: "", place: "", reply_to: "" };

interface FormProps {
  lookupId: string;
  onSent: (written: Written) => void;
  /** Somebody with the same result was faster. */
  onExists: () => void;
}

/** A message to the owner. It is sent once, however often the button is pressed or the network goes away. */
export function ContactForm({ lookupId, onSent, onExists }: FormProps) {
  const [body, setBody] = useState(EMPTY);
  const key = useKey(JSON.stringify(body));
  const set = (name: keyof typeof EMPTY) => (value: string) => setBody((now) => ({ ...now, [name]: value }));
  const send = useAction(async () => {
    const params = { path: { lookup_id: lookupId }, header: { "Idempotency-Key": key } };
    try {
      onSent(await answered(api.POST("/api/v1/lookups/{lookup_id}/contact", { params, body })));
    } catch (error) {
      if (asProblem(error).code !== "contact_exists") throw error;
      onExists();
    }
  });
  const locate = useAction(async () => set("place")(await placeHere()));
  const submit = (event: Event) => {
    event.preventDefault();
    if (!send.busy) void send.run();
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <TextArea
        label={t("find.contact.message")}
        placeholder={t("find.contact.example")}
        value={body.message}
        onValue={set("message")}
        maxLength={MESSAGE_LENGTH}
        error={fieldText(send.problem, "message")}
        required
      />
      <div class="stack-small">
        <Field
          label={`${t("find.contact.place")} (${t("common.optional")})`}
          placeholder={t("find.contact.placeExample")}
          value={body.place}
          onValue={set("place")}
          maxLength={PLACE_LENGTH}
          error={fieldText(send.problem, "place")}
        />
        <Button kind="quiet" icon="pin" busy={locate.busy} onClick={() => void locate.run()}>
          {t("find.contact.here")}
        </Button>
        <ProblemNotice problem={locate.problem} />
      </div>
      <Field
        label={`${t("find.contact.replyTo")} (${t("common.optional")})`}
        hint={t("find.contact.replyHint")}
        type="email"
        autocomplete="email"
        value={body.reply_to}
        onValue={set("reply_to")}
        error={fieldText(send.problem, "reply_to")}
      />
      <p class="soft small">{t("find.contact.privacy")}</p>
      <ProblemNotice problem={send.problem} />
      <Button submit icon="mail" wide large busy={send.busy}>
        {t("find.contact.send")}
      </Button>
    </form>
  );
}

/** An Idempotency-Key that is the same as long as the content is. */
function useKey(content: string): string {
  const kept = useRef({ content: "", key: "" });
  if (kept.current.content !== content) kept.current = { content, key: crypto.randomUUID() };
  return kept.current.key;
}
