import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { SecondThought } from "../../ui/SecondThought";
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
  const erase = async () => {
    await coverDelete(cover.id);
    onClose();
    onDone();
  };
  return (
    <SecondThought
      title={t("cover.delete.title")}
      text={t("cover.delete.text")}
      yes={t("cover.delete.sure")}
      act={erase}
      onClose={onClose}
    />
  );
}
