import type { RefObject } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../../i18n";
import type { Measured } from "../../ui/useMeasured";
import { onPhoto, useUnit } from "./canvasPlace";
import type { Edit, Editing } from "./editing";
import { expressionShown } from "./editing";
import type { EmojiPictures } from "./emojiPictures";
import { FaceMark } from "./FaceMark";
import { isOn, squareOf } from "./geometry";
import { Handles } from "./Handles";
import { editOf } from "./keys";
import { useGestures } from "./useGestures";

const PAD = 0.04; // room about the photo for what sticks out, of its long side

interface Props {
  now: Editing;
  edit: (one: Edit) => void;
  photo: Measured;
  canvas: RefObject<SVGSVGElement | null>;
  zoom: number;
  pictures: EmojiPictures;
}

/** The photo with the emojis as they will be, and something to take hold of them by. */
export function Canvas({ now, edit, photo, canvas, zoom, pictures }: Props) {
  const keys = useId();
  const unit = useUnit(canvas);
  const gestures = useGestures(canvas, photo, unit, edit);
  const pad = PAD * Math.max(photo.width, photo.height);
  const selected = now.faces.find(({ key }) => key === now.selected);
  useFocus(now, canvas);
  const touched = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest("[data-face], .face-handle")) return;
    const at = onPhoto(canvas.current!, event);
    if (selected) edit({ type: "selected", key: null });
    else if (isOn(photo, at)) edit({ type: "added", at, size: photo });
  };
  const pressed = (event: KeyboardEvent) => {
    const found = editOf(event, selected, photo);
    if (!found) return;
    event.preventDefault();
    edit(found);
  };
  return (
    <div class="editor-frame">
      <svg
        ref={canvas}
        class={zoom === 1 ? "editor-canvas whole" : "editor-canvas"}
        width={`${zoom * 100}%`}
        viewBox={`${-pad} ${-pad} ${photo.width + 2 * pad} ${photo.height + 2 * pad}`}
        role="application"
        aria-label={t("cover.editor.canvas", { count: now.faces.length })}
        aria-describedby={keys}
        tabindex={-1}
        onClick={touched}
        onKeyDown={pressed}
      >
        <desc id={keys}>{t("cover.editor.keys")}</desc>
        <image href={photo.url} width={photo.width} height={photo.height} />
        <Preview now={now} photo={photo} pictures={pictures} />
        {now.faces.map((face, index) => (
          <FaceMark key={face.key} {...{ face, now, edit, photo, unit, gestures }} number={index + 1} />
        ))}
        {selected && <Handles face={selected} photo={photo} unit={unit} pad={pad} gestures={gestures} />}
      </svg>
    </div>
  );
}

/** The emojis as the server draws them: larger ones over smaller ones, cut off where the photo ends. */
function Preview({ now, photo, pictures }: Pick<Props, "now" | "photo" | "pictures">) {
  const clip = useId();
  const drawn = now.faces.map((face) => ({ face, ...squareOf(face.box, photo) })).sort((a, b) => a.side - b.side);
  return (
    <>
      <clipPath id={clip}>
        <rect width={photo.width} height={photo.height} />
      </clipPath>
      <g clip-path={`url(#${clip})`} pointer-events="none">
        {drawn.map(({ face, centre, side }) => (
          <g key={face.key} transform={`translate(${centre.x} ${centre.y}) rotate(${face.angle})`}>
            <rect class="editor-below" x={-side / 2} y={-side / 2} width={side} height={side} />
            <image href={pictures[expressionShown(face)]} x={-side / 2} y={-side / 2} width={side} height={side} />
          </g>
        ))}
      </g>
    </>
  );
}

/** The keyboard goes on at a face that was just added, and where one was that has just gone. */
function useFocus(now: Editing, canvas: RefObject<SVGSVGElement | null>): void {
  const known = useRef(now.faces.length);
  useEffect(() => {
    const change = now.faces.length - known.current;
    known.current = now.faces.length;
    const mark = canvas.current?.querySelector<SVGGElement>(`[data-face="${now.selected}"]`);
    if (change > 0) mark?.focus({ preventScroll: true });
    if (change < 0) canvas.current?.focus({ preventScroll: true });
  }, [now.faces]);
}
