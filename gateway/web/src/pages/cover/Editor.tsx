import { useReducer, useRef, useState } from "preact/hooks";
import { formatPercent, t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Notice, ProblemNotice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { useAction } from "../../ui/useAction";
import { type Measured, useMeasured } from "../../ui/useMeasured";
import type { Emoji } from "../emojis/data";
import { Canvas } from "./Canvas";
import { useZoom } from "./canvasPlace";
import { type Cover, coverAgain } from "./data";
import { type Editing, edited, editingOf, wanted } from "./editing";
import { useEmojiPictures } from "./emojiPictures";
import { FacePanel } from "./FacePanel";
import { shareOf, squareOf } from "./geometry";
import { KEYS } from "./keys";
import { Templates } from "./Templates";
import { Toolbar } from "./Toolbar";
import "./editor.css";

interface Props {
  cover: Cover;
  /** The cover is being made anew. */
  onApplied: (cover: Cover) => void;
  onClose: () => void;
}

/** The photo itself with an emoji over each face: to be moved, turned, taken away, added, changed. */
export function Editor(props: Props) {
  const photo = useMeasured(props.cover.photo_url);
  return (
    <Page key="editing" wide title={t("cover.editor.title")}>
      {photo === undefined && <div class="skeleton block" />}
      {photo === null && (
        <>
          <Notice tone="warn">{t("cover.editor.noPhoto")}</Notice>
          <Button kind="secondary" icon="back" onClick={props.onClose}>
            {t("cover.editor.back")}
          </Button>
        </>
      )}
      {photo && <Desk {...props} photo={photo} />}
    </Page>
  );
}

function Desk({ cover, photo, onApplied, onClose }: Props & { photo: Measured }) {
  const [now, edit] = useReducer(edited, cover.faces ?? [], editingOf);
  const [emoji, setEmoji] = useState<Emoji | null>(null);
  const canvas = useRef<SVGSVGElement>(null);
  const pictures = useEmojiPictures(emoji);
  const applying = useApplying(cover, onApplied);
  const isChanged = now.past.length > 0 || emoji?.id !== cover.emoji?.id;
  const at = now.faces.findIndex(({ key }) => key === now.selected);
  const inHand = at < 0 ? undefined : squareOf(now.faces[at]!.box, photo).centre;
  const { zoom, zoomTo } = useZoom(canvas, photo, inHand);
  const apply = () => (isChanged && emoji ? void applying.run(wanted(now), emoji.id) : onClose());
  return (
    <>
      <div class="editor-desk">
        <div class="stack-small">
          <Toolbar {...{ now, edit, photo, canvas, zoom, zoomTo }} />
          <Canvas {...{ now, edit, photo, canvas, zoom, pictures }} />
        </div>
        <div class="stack">
          {at >= 0 ? (
            <FacePanel {...{ now, edit, photo, pictures }} face={now.faces[at]!} number={at + 1} />
          ) : (
            <p class="soft">{t(now.faces.length ? "cover.editor.hint" : "cover.editor.hintNone")}</p>
          )}
          <Templates chosen={emoji} first={cover.emoji?.id} onChosen={setEmoji} />
        </div>
      </div>
      <p class="visually-hidden" role="status">
        {placeSaid(now, photo)}
      </p>
      <ProblemNotice problem={applying.problem} />
      <div class="editor-actions">
        <Button kind="secondary" onClick={onClose}>
          {t("common.cancel")}
        </Button>
        <Button icon="check" busy={applying.busy} onClick={apply}>
          {t("cover.editor.apply")}
        </Button>
      </div>
    </>
  );
}

/** Where the keys have moved a face to, for those who do not see it. */
function placeSaid({ faces, selected, gesture }: Editing, photo: Measured): string {
  const face = gesture.startsWith(KEYS) && faces.find(({ key }) => key === selected);
  if (!face) return "";
  const { centre } = squareOf(face.box, photo);
  return t("cover.editor.place", {
    across: formatPercent(centre.x / photo.width),
    down: formatPercent(centre.y / photo.height),
    size: formatPercent(shareOf(face.box, photo)),
  });
}

/** The same faces with the same emojis once more are the same request. */
function useApplying({ id }: Cover, onApplied: (cover: Cover) => void) {
  const request = useRef({ of: "", key: "" });
  return useAction(async (faces: ReturnType<typeof wanted>, emojiId: string) => {
    const of = JSON.stringify([faces, emojiId]);
    if (request.current.of !== of) request.current = { of, key: crypto.randomUUID() };
    onApplied(await coverAgain(id, faces, emojiId, request.current.key));
  });
}
