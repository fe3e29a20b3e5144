import { useId } from "preact/hooks";
import { formatPercent, t } from "../../i18n";
import { Button } from "../../ui/Button";
import { EXPRESSIONS, type Expression, Face } from "../../ui/Face";
import { Icon } from "../../ui/Icon";
import type { Edit, EditedFace, Editing } from "./editing";
import type { EmojiPictures } from "./emojiPictures";
import { notchOf, type Size, shareAt, shareOf, sized } from "./geometry";
import { Slider } from "./Slider";
import "./panel.css";

interface Props {
  face: EditedFace;
  number: number;
  now: Editing;
  edit: (one: Edit) => void;
  photo: Size;
  pictures: EmojiPictures;
}

/** Everything about the face that is selected. */
export function FacePanel({ face, number, now, edit, photo, pictures }: Props) {
  const { key } = face;
  const place = (change: Partial<EditedFace>, gesture: string) =>
    edit({ type: "placed", key, place: change, gesture: `${gesture} ${key}` });
  return (
    <section class="card" aria-label={t("cover.editor.which", { number, count: now.faces.length })}>
      <div class="row face-head">
        <h2>{t("cover.editor.which", { number, count: now.faces.length })}</h2>
        <Button kind="danger" icon="trash" onClick={() => edit({ type: "removed", key })}>
          {t("cover.editor.remove")}
        </Button>
      </div>
      <Expressions
        face={face}
        pictures={pictures}
        onChosen={(expression) => edit({ type: "chosen", key, expression })}
      />
      <Slider
        label={t("cover.editor.size")}
        value={Math.round(notchOf(shareOf(face.box, photo)))}
        least={0}
        most={100}
        said={formatPercent(shareOf(face.box, photo))}
        onValue={(notch) => place({ box: sized(face.box, shareAt(notch), photo) }, "size")}
      />
      <Slider
        label={t("cover.editor.turn")}
        value={face.angle}
        least={-180}
        most={180}
        said={`${face.angle}°`}
        onValue={(angle) => place({ angle }, "turn")}
      />
    </section>
  );
}

interface ExpressionsProps {
  face: EditedFace;
  pictures: EmojiPictures;
  onChosen: (expression: Expression | null) => void;
}

/** Which of the seven covers the face, or that this is left to us; beside each what the face was found to say. */
function Expressions({ face, pictures, onChosen }: ExpressionsProps) {
  const name = useId();
  const scores = face.current ? face.seen?.scores : null;
  return (
    <fieldset class="face-expressions">
      <legend class="legend">{t("cover.editor.expression")}</legend>
      <p class="soft small">{reading(face)}</p>
      <div class="face-options">
        <label>
          <input
            type="radio"
            class="visually-hidden"
            name={name}
            checked={face.chosen === null}
            onChange={() => onChosen(null)}
          />
          <span class="face-wand">
            <Icon name="wand" />
            {t("cover.editor.decide")}
          </span>
        </label>
        {EXPRESSIONS.map((expression) => (
          <label key={expression}>
            <input
              type="radio"
              class="visually-hidden"
              name={name}
              checked={face.chosen === expression}
              onChange={() => onChosen(expression)}
            />
            <span>
              {pictures[expression] ? <img src={pictures[expression]} alt="" /> : <Face of={expression} />}
              {t(`emojis.expressions.${expression}`)}
              {scores && <Score share={scores[expression]} />}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** What was read from the face, in words. */
function reading({ current, seen, chosen }: EditedFace): string {
  if (!seen?.scores || !current) return t(chosen ? "cover.editor.chosen" : "cover.editor.unread");
  if (seen.unsure) return t("cover.editor.unsure");
  const expression = t(`emojis.expressions.${seen.expression}`);
  return t("cover.editor.read", { expression, share: formatPercent(seen.scores[seen.expression]) });
}

function Score({ share }: { share: number }) {
  return (
    <span class="face-score">
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect class="ground" width="100" height="6" rx="3" />
        <rect class="filled" width={Math.max(100 * share, 1)} height="6" rx="3" />
      </svg>
      {formatPercent(share)}
    </span>
  );
}
