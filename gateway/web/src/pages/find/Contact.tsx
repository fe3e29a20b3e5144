import { useEffect } from "preact/hooks";
import { answered, api, type Schemas } from "../../api/client";
import { asProblem } from "../../api/problems";
import { formatDate, t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Notice, ProblemNotice } from "../../ui/Notice";
import { useLoaded } from "../../ui/useLoaded";
import { ContactForm } from "./ContactForm";

export type Written = Schemas["ContactOutput"];
/** null: nothing has been written yet. */
type Told = { written: Written | null };

/** Writing to the owner, once; then what was written, and the answer. */
export function Contact({ lookupId, name }: { lookupId: string; name: string }) {
  const { data, problem, reload, setData } = useLoaded(() => contactLoad(lookupId), lookupId);
  const waiting = Boolean(data?.written && !data.written.answered_at);
  useEffect(() => {
    if (!waiting) return;
    const look = () => document.hidden || reload();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  });
  if (!data) return problem ? <ProblemNotice problem={problem} /> : <div class="skeleton block" />;
  const { written } = data;
  const sent = (now: Written) => {
    setData({ written: now });
    document.getElementById("owner")?.focus(); // the button that had the focus goes
  };
  if (!written) return <ContactForm lookupId={lookupId} onSent={sent} onExists={reload} />;
  return (
    <>
      <Correspondence written={written} name={name} />
      <ProblemNotice problem={problem} />
      {waiting && (
        <Button kind="secondary" icon="repeat" onClick={reload}>
          {t("find.contact.look")}
        </Button>
      )}
    </>
  );
}

async function contactLoad(lookupId: string): Promise<Told> {
  const path = { lookup_id: lookupId };
  try {
    return { written: await answered(api.GET("/api/v1/lookups/{lookup_id}/contact", { params: { path } })) };
  } catch (error) {
    if (asProblem(error).code === "not_found") return { written: null };
    throw error;
  }
}

function Correspondence({ written, name }: { written: Written; name: string }) {
  return (
    <div class="stack-small">
      {!written.answered_at && (
        <Notice tone="good">
          <strong>{t("find.contact.sent", { name })}</strong>
          <p>{t(written.by_mail ? "find.contact.answerByMail" : "find.contact.answerHere")}</p>
        </Notice>
      )}
      <blockquote class="letter">
        <p class="soft small">{t("find.contact.you", { when: formatDate(written.created_at) })}</p>
        <p class="written">{written.message}</p>
        {written.place && <p class="soft">{t("find.contact.at", { place: written.place })}</p>}
      </blockquote>
      {written.answered_at && (
        <blockquote class="letter theirs">
          <p class="soft small">{t("find.contact.they", { when: formatDate(written.answered_at) })}</p>
          <p class="written">{written.answer}</p>
        </blockquote>
      )}
    </div>
  );
}
