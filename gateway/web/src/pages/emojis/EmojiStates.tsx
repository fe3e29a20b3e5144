import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { answered, api } from "../../api/client";
import { t, tCode } from "../../i18n";
import { Button, ButtonLink } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Notice, ProblemNotice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Skeleton } from "../../ui/Skeleton";
import { useAction } from "../../ui/useAction";
import type { Emoji } from "./data";
import { Author } from "./EmojiCard";
import { EmojiDelete } from "./EmojiDelete";
import { EmojiReport } from "./EmojiReport";
import { Seven } from "./Seven";
import { Faults } from "./Slots";
import { made, sendingForget } from "./sending";

/** A template that everybody sees, unless staff has hidden it. */
export function Published({ emoji }: { emoji: Emoji }) {
  return (
    <Page title={emoji.name}>
      <p>
        <Author emoji={emoji} />
      </p>
      {emoji.hidden && <Notice tone="warn">{t("emojis.one.hidden")}</Notice>}
      <Seven emoji={emoji} />
      {!emoji.hidden && <Use emoji={emoji} />}
      <div class="row">
        <ButtonLink href="/emojis" icon="back" kind="quiet">
          {t("emojis.one.others")}
        </ButtonLink>
        {!emoji.mine && !emoji.built_in && <EmojiReport emoji={emoji} />}
      </div>
      {emoji.mine && <EmojiDelete emoji={emoji} />}
    </Page>
  );
}

function Use({ emoji, kind = "primary" }: { emoji: Emoji; kind?: "primary" | "secondary" }) {
  return (
    <ButtonLink href={`/cover?emoji=${emoji.id}`} icon="smile" kind={kind} wide large={kind === "primary"}>
      {t("emojis.one.use")}
    </ButtonLink>
  );
}

/** Cut out, and seen by its maker alone, who looks whether it has come out well. */
export function Draft({ emoji, onChange }: { emoji: Emoji; onChange: (emoji: Emoji) => void }) {
  const { route } = useLocation();
  const [asking, setAsking] = useState(false);
  const keep = () => {
    if (made.value === emoji.id) sendingForget();
    route("/my/made");
  };
  return (
    <Page title={emoji.name}>
      <Notice>
        <p>{t("emojis.draft.look")}</p>
      </Notice>
      <Seven emoji={emoji} grounds />
      <Button wide large icon="share" onClick={() => setAsking(true)}>
        {t("emojis.draft.publish")}
      </Button>
      <Button kind="secondary" wide onClick={keep}>
        {t("emojis.draft.keep")}
      </Button>
      <Use emoji={emoji} kind="secondary" />
      {made.value === emoji.id && (
        <ButtonLink href="/emojis/new" icon="edit" kind="secondary" wide>
          {t("emojis.draft.change")}
        </ButtonLink>
      )}
      <EmojiDelete emoji={emoji} />
      {asking && <Publish emoji={emoji} onClose={() => setAsking(false)} onDone={onChange} />}
    </Page>
  );
}

interface PublishProps {
  emoji: Emoji;
  onClose: () => void;
  onDone: (emoji: Emoji) => void;
}

function Publish({ emoji, onClose, onDone }: PublishProps) {
  const action = useAction(async () => {
    const path = { emoji_id: emoji.id };
    const published = await answered(api.POST("/api/v1/emojis/{emoji_id}/publish", { params: { path } }));
    if (made.value === emoji.id) sendingForget();
    onClose();
    onDone(published);
  });
  return (
    <Dialog title={t("emojis.draft.publishTitle", { name: emoji.name })} onClose={onClose}>
      <p>{t("emojis.draft.publishText")}</p>
      <p>{t("emojis.draft.rights")}</p>
      <ProblemNotice problem={action.problem} />
      <div class="row">
        <Button icon="share" busy={action.busy} onClick={action.run}>
          {t("emojis.draft.publish")}
        </Button>
        <Button kind="secondary" onClick={onClose}>
          {t("common.cancel")}
        </Button>
      </div>
    </Dialog>
  );
}

/** Without cut-outs: not yet, or not at all. */
export function Unfinished({ emoji }: { emoji: Emoji }) {
  return (
    <Page title={emoji.name}>
      {emoji.state === "pending" && <Pending />}
      {emoji.state === "rejected" && <Rejected emoji={emoji} />}
      {emoji.state === "failed" && (
        <Again>
          <p>{t("emojis.one.failed")}</p>
        </Again>
      )}
      <EmojiDelete emoji={emoji} />
    </Page>
  );
}

function Pending() {
  return (
    <>
      <p role="status">{t("emojis.create.cutting")}</p>
      <Skeleton />
    </>
  );
}

function Rejected({ emoji }: { emoji: Emoji }) {
  return (
    <Again>
      <p>{t("emojis.one.rejected")}</p>
      <ul class="reasons">
        {Object.entries(emoji.rejected ?? {}).map(([expression, reasons]) => (
          <li key={expression}>
            <strong>{tCode("emojis.expressions", expression)}</strong> <Faults of={reasons ?? []} />
          </li>
        ))}
      </ul>
    </Again>
  );
}

function Again({ children }: { children: ComponentChildren }) {
  return (
    <>
      <Notice tone="warn">{children}</Notice>
      <ButtonLink href="/emojis/new" icon="repeat" wide>
        {t("emojis.one.again")}
      </ButtonLink>
    </>
  );
}
