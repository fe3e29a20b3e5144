import type { RefObject } from "preact";
import { t } from "../../i18n";
import { Icon } from "../../ui/Icon";
import { middleShown } from "./canvasPlace";
import type { Edit, Editing } from "./editing";
import type { Size } from "./geometry";

const ZOOM_MOST = 6;
const ZOOM_STEP = 1.6;

interface Props {
  now: Editing;
  edit: (one: Edit) => void;
  photo: Size;
  canvas: RefObject<SVGSVGElement | null>;
  zoom: number;
  zoomTo: (zoom: number) => void;
}

/** What can be done to the photo as a whole. */
export function Toolbar({ now, edit, photo, canvas, zoom, zoomTo }: Props) {
  const add = () => edit({ type: "added", at: middleShown(canvas.current!, photo), size: photo });
  return (
    <div class="editor-tools" role="toolbar" aria-label={t("cover.editor.tools")}>
      <Tool icon="plus" isOff={false} onClick={add}>
        {t("cover.editor.add")}
      </Tool>
      <Tool icon="undo" isOff={now.past.length === 0} onClick={() => edit({ type: "undone" })}>
        {t("cover.editor.undo")}
      </Tool>
      <span class="editor-zoom">
        <Zoom label={t("cover.editor.smaller")} isOff={zoom <= 1} onClick={() => zoomTo(zoomed(zoom, -1))}>
          −
        </Zoom>
        <Zoom label={t("cover.editor.larger")} isOff={zoom >= ZOOM_MOST} onClick={() => zoomTo(zoomed(zoom, 1))}>
          +
        </Zoom>
      </span>
    </div>
  );
}

function zoomed(zoom: number, step: 1 | -1): number {
  const next = step > 0 ? zoom * ZOOM_STEP : zoom / ZOOM_STEP;
  return Math.min(Math.max(next, 1), ZOOM_MOST);
}

interface ToolProps {
  isOff: boolean;
  onClick: () => void;
}

/** Keeps the focus when there is nothing more to do. */
function Tool({ icon, isOff, onClick, children }: ToolProps & { icon: "plus" | "undo"; children: string }) {
  return (
    <button type="button" class="editor-tool" aria-disabled={isOff || undefined} onClick={() => isOff || onClick()}>
      <Icon name={icon} />
      {children}
    </button>
  );
}

function Zoom({ label, isOff, onClick, children }: ToolProps & { label: string; children: string }) {
  return (
    <button
      type="button"
      class="editor-tool"
      aria-label={label}
      aria-disabled={isOff || undefined}
      onClick={() => isOff || onClick()}
    >
      <span aria-hidden="true">{children}</span>
    </button>
  );
}
