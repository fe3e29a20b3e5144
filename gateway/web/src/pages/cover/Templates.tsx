import { useEffect, useId, useState } from "preact/hooks";
import { t } from "../../i18n";
import { Field } from "../../ui/Field";
import { Notice, ProblemNotice } from "../../ui/Notice";
import { useLoaded } from "../../ui/useLoaded";
import type { Emoji } from "../emojis/data";
import { EmojiFace } from "../emojis/EmojiFace";
import { emojisFind, offerLoad } from "./templates";

const TYPING_MS = 300; // after which a word is looked for

interface Props {
  chosen: Emoji | null;
  /** The id of the one to begin with, if somebody has come with one. */
  first?: string | undefined;
  onChosen: (emoji: Emoji) => void;
}

/** The emojis to choose from, and any other of the gallery by its name. */
export function Templates({ chosen, first, onChosen }: Props) {
  const { data: offer, problem, reload } = useLoaded((signal) => offerLoad(first, signal), first);
  const [words, setWords] = useState("");
  const found = useFound(words.trim());
  useEffect(() => {
    if (offer?.first && !chosen) onChosen(offer.first);
  }, [offer]);
  const shown = found ?? offer?.emojis;
  return (
    <section class="stack-small" aria-label={t("cover.templates.title")}>
      <h2>{t("cover.templates.title")}</h2>
      <ProblemNotice problem={problem} onRetry={reload} />
      {offer?.isMissing && <Notice tone="warn">{t("cover.templates.missing")}</Notice>}
      {!shown && !problem && <div class="skeleton cover-strip-waiting" />}
      {shown && <Strip emojis={withChosen(shown, found ? chosen : null)} chosen={chosen} onChosen={onChosen} />}
      <details class="cover-search" open={words !== ""}>
        <summary>{t("cover.templates.more")}</summary>
        <Field label={t("cover.templates.search")} value={words} maxLength={40} onValue={setWords} />
        <p class="small soft" role="status">
          {found?.length === 0 && t("cover.templates.none")}
        </p>
      </details>
    </section>
  );
}

/** What is chosen is seen, whatever is looked for. */
function withChosen(emojis: Emoji[], chosen: Emoji | null): Emoji[] {
  return chosen && !emojis.some(({ id }) => id === chosen.id) ? [chosen, ...emojis] : emojis;
}

/** What the gallery has by that name; null while nothing is looked for. */
function useFound(words: string): Emoji[] | null {
  const [found, setFound] = useState<Emoji[] | null>(null);
  useEffect(() => {
    if (!words) return setFound(null);
    const abort = new AbortController();
    const look = () => emojisFind(words, abort.signal).then(setFound, () => {}); // what was there before stays
    const timer = setTimeout(look, TYPING_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [words]);
  return found;
}

function Strip({
  emojis,
  chosen,
  onChosen,
}: {
  emojis: Emoji[];
  chosen: Emoji | null;
  onChosen: (one: Emoji) => void;
}) {
  const name = useId();
  return (
    <fieldset class="cover-strip">
      <legend class="visually-hidden">{t("cover.templates.title")}</legend>
      {emojis.map((emoji) => (
        <label key={emoji.id}>
          <input
            type="radio"
            class="visually-hidden"
            name={name}
            checked={emoji.id === chosen?.id}
            onChange={() => onChosen(emoji)}
          />
          <EmojiFace emoji={emoji} of="neutral" alt="" class="cover-emoji" />
          <span>{emoji.name}</span>
        </label>
      ))}
    </fieldset>
  );
}
