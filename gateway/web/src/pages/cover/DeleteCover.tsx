import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { ProblemNotice } from "../../ui/Notice";
import { useAction } from "../../ui/useAction";
import { type Cover, coverDelete } from "./data";

/** Deleting a covered photo from its page, after a second thought. */
export function DeleteCover({ cover }: { cover: Cover }) {
  const { route } = useLocation();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button kind="danger" icon="trash" wide onClick={() => setAsking(true)}>
        {t("cover.delete.button")}
      </Button>
      {asking && <AskDelete cover={cover} onClose={() => setAsking(false)} onDone={() => route("/my/used", true)} />}
    </>
  );
}

interface AskProps {
  cover: Cover;
  onClose: () => void;
  onDone: () => void;
}

/** The second thought. */
export function AskDelete({ cover, onClose, onDone }: AskProps) {
  const action = useAction(async () => {
    await coverDelete(cover.id);
    onClose();
    onDone();
  });
  return (
    <Dialog title={t("cover.delete.title")} onClose={onClose}>
      <p>{t("cover.delete.text")}</p>
      <ProblemNotice problem={action.problem} />
      <div class="row">
        <Button kind="danger" icon="trash" busy={action.busy} onClick={action.run}>
          {t("cover.delete.sure")}
        </Button>
        <Button kind="secondary" onClick={onClose}>
          {t("common.cancel")}
        </Button>
      </div>
    </Dialog>
  );
}
