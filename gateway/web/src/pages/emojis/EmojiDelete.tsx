import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { SecondThought } from "../../ui/SecondThought";
import { type Emoji, emojiErase } from "./data";
import { made, sendingForget } from "./sending";

/** Deleting one's own template, after a second thought. */
export function EmojiDelete({ emoji }: { emoji: Emoji }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button kind="danger" icon="trash" wide onClick={() => setAsking(true)}>
        {t("emojis.delete.button")}
      </Button>
      {asking && <AskDelete emoji={emoji} onClose={() => setAsking(false)} />}
    </>
  );
}

function AskDelete({ emoji, onClose }: { emoji: Emoji; onClose: () => void }) {
  const { route } = useLocation();
  const erase = async () => {
    await emojiErase(emoji.id);
    if (made.value === emoji.id) sendingForget();
    route("/my/made", true);
  };
  return (
    <SecondThought
      title={t("emojis.delete.title", { name: emoji.name })}
      text={t(emoji.published ? "emojis.delete.published" : "emojis.delete.text")}
      yes={t("emojis.delete.forGood")}
      act={erase}
      onClose={onClose}
    />
  );
}
