import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { ProblemNotice } from "../../ui/Notice";
import { useAction } from "../../ui/useAction";
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
      {asking && <SecondThought emoji={emoji} onClose={() => setAsking(false)} />}
    </>
  );
}

function SecondThought({ emoji, onClose }: { emoji: Emoji; onClose: () => void }) {
  const { route } = useLocation();
  const action = useAction(async () => {
    await emojiErase(emoji.id);
    if (made.value === emoji.id) sendingForget();
    route("/my/made", true);
  });
  return (
    <Dialog title={t("emojis.delete.title", { name: emoji.name })} onClose={onClose}>
      <p>{t(emoji.published ? "emojis.delete.published" : "emojis.delete.text")}</p>
      <ProblemNotice problem={action.problem} />
      <div class="row">
        <Button kind="danger" icon="trash" busy={action.busy} onClick={action.run}>
          {t("emojis.delete.forGood")}
        </Button>
        <Button kind="secondary" onClick={onClose}>
          {t("common.cancel")}
        </Button>
      </div>
    </Dialog>
  );
}
