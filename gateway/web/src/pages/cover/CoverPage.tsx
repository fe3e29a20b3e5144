import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { t } from "../../i18n";
import { SignedIn } from "../../session/SignedIn";
import { Button } from "../../ui/Button";
import { FaceWays } from "../../ui/FaceWays";
import { Icon } from "../../ui/Icon";
import { Notice, ProblemNotice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import type { Emoji } from "../emojis/data";
import { PhotoChoice } from "./PhotoChoice";
import { draft, draftForget, putAside, send, sending } from "./sending";
import { Templates } from "./Templates";
import "./cover.css";

/** A photo, and the emojis that are to cover the people in it. */
export function CoverPage() {
  return (
    <Page title={t("cover.title")}>
      <FaceWays />
      <p class="cover-lead">{t("cover.lead")}</p>
      <SignedIn invitation={t("cover.invitation")}>{() => <Making />}</SignedIn>
      <Privacy />
    </Page>
  );
}

function Making() {
  const { route, query } = useLocation();
  const [emoji, setEmoji] = useState<Emoji | null>(null);
  const now = sending.value;
  useEffect(() => {
    if (now.state !== "taken") return;
    route(`/cover/${now.id}`);
    draftForget();
  }, [now]);
  return (
    <>
      <PhotoChoice />
      <Templates chosen={emoji} first={query.emoji} onChosen={setEmoji} />
      {now.state === "stopped" && (
        <>
          <ProblemNotice problem={now.problem} />
          <p class="soft small">{t("cover.kept")}</p>
        </>
      )}
      {draft.value && emoji && <Send emoji={emoji} />}
    </>
  );
}

function Send({ emoji }: { emoji: Emoji }) {
  const now = sending.value;
  const busy = now.state === "sending" || now.state === "taken";
  return (
    <div class="stack-small">
      {now.state === "sending" && now.trouble && <Notice tone="warn">{t("cover.retrying")}</Notice>}
      <Button wide large icon="smile" busy={busy} onClick={() => void send(emoji.id)}>
        {t(busy ? "cover.sending" : now.state === "stopped" ? "cover.sendAgain" : "cover.send")}
      </Button>
      {busy && (
        <Button kind="secondary" icon="close" wide onClick={putAside}>
          {t("common.cancel")}
        </Button>
      )}
    </div>
  );
}

function Privacy() {
  return (
    <p class="cover-privacy soft small">
      <Icon name="info" />
      <span>{t("cover.privacy")}</span>
    </p>
  );
}
