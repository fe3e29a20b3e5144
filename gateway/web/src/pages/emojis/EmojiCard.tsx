import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { EXPRESSIONS, type Expression } from "../../ui/Face";
import type { Emoji } from "./data";
import { EmojiFace } from "./EmojiFace";

/** A template in the gallery: its cover, and the six others small; the pointer on one of them shows it large. */
export function EmojiCard({ emoji }: { emoji: Emoji }) {
  const [shown, setShown] = useState<Expression>("neutral");
  const [hasCover, setHasCover] = useState(false); // all covers come before any of the small ones
  return (
    <a class="card emoji-card" href={`/emojis/${emoji.id}`} onPointerLeave={() => setShown("neutral")}>
      <span class="emoji-cover" onLoadCapture={() => setHasCover(true)}>
        <EmojiFace key={shown} emoji={emoji} of={shown} alt="" class="emoji-large" />
      </span>
      <span class="emoji-strip">
        {EXPRESSIONS.slice(1).map((expression) => (
          <span key={expression} onPointerEnter={() => setShown(expression)}>
            {hasCover && <EmojiFace emoji={emoji} of={expression} alt="" class="emoji-small" />}
          </span>
        ))}
      </span>
      <span class="emoji-about">
        <strong class="emoji-name">{emoji.name}</strong>
        <Author emoji={emoji} />
      </span>
    </a>
  );
}

export function Author({ emoji }: { emoji: Emoji }) {
  if (emoji.built_in) return <span class="badge good">{t("emojis.builtIn")}</span>;
  return (
    <span class="soft small">{emoji.mine ? t("emojis.mine") : t("emojis.by", { author: emoji.author ?? "" })}</span>
  );
}
