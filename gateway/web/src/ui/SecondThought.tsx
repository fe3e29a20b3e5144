import { t } from "../i18n";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { ProblemNotice } from "./Notice";
import { useAction } from "./useAction";

interface Props {
  title: string;
  text: string;
  /** What the button that does it says. */
  yes: string;
  act: () => Promise<void>;
  onClose: () => void;
}

/** Asks before something is deleted for good, and shows why it was not. */
export function SecondThought({ title, text, yes, act, onClose }: Props) {
  const action = useAction(act);
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      <ProblemNotice problem={action.problem} />
      <div class="row">
        <Button kind="danger" icon="trash" busy={action.busy} onClick={action.run}>
          {yes}
        </Button>
        <Button kind="secondary" onClick={onClose}>
          {t("common.cancel")}
        </Button>
      </div>
    </Dialog>
  );
}
