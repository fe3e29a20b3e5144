import { t, tCode } from "../../i18n";
import { BlobPicture } from "../../ui/BlobPicture";
import { Icon } from "../../ui/Icon";
import { type NoseShot, SHOTS } from "./draft";
import { change } from "./store";

/** Five places, filled one after the other. Pressing a photo removes it. */
export function GoodShots({ shots }: { shots: readonly NoseShot[] }) {
  return (
    <ol class="shots" aria-label={t("register.noses.taken")}>
      {Array.from({ length: SHOTS }, (_, index) => {
        const shot = shots[index];
        return <li key={shot?.id ?? index}>{shot ? <Taken shot={shot} number={index + 1} /> : <Free at={index} />}</li>;
      })}
    </ol>
  );
}

function Free({ at }: { at: number }) {
  return (
    <span class="shot free">
      <span aria-hidden="true">{at + 1}</span>
      <span class="visually-hidden">{t("register.noses.free", { number: at + 1 })}</span>
    </span>
  );
}

function Taken({ shot, number }: { shot: NoseShot; number: number }) {
  const about = shotText(number, shot.quality);
  return (
    <button
      type="button"
      class="shot"
      aria-label={t("register.noses.remove", { about })}
      onClick={() => change({ type: "removed", id: shot.id })}
    >
      <BlobPicture blob={shot.blob} alt="" />
      <Quality of={shot.quality} />
      <span class="shot-remove">
        <Icon name="close" />
      </span>
    </button>
  );
}

/** What a screen reader says of a photo. */
export function shotText(number: number, quality: number | null): string {
  return quality === null
    ? t("register.noses.photo", { number })
    : t("register.noses.photoQuality", { number, quality });
}

/** A bar as long as the photo is good. */
export function Quality({ of }: { of: number | null }) {
  if (of === null) return null;
  return (
    <svg class="quality" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <rect width="100" height="6" class="quality-all" />
      <rect width={of} height="6" class="quality-part" />
    </svg>
  );
}

/** What does not count, and why. */
export function BadShots({ shots }: { shots: readonly NoseShot[] }) {
  if (!shots.length) return null;
  return (
    <section class="stack-small" aria-labelledby="bad-shots">
      <h2 id="bad-shots">{t("register.noses.unusable")}</h2>
      <ul class="verdicts">
        {shots.map((shot) => (
          <li key={shot.id} class="verdict bad">
            <BlobPicture blob={shot.blob} alt={t("register.noses.unusableOne")} />
            <Faults of={shot.faults} />
            <button
              type="button"
              class="icon-button"
              aria-label={t("register.noses.dismiss")}
              onClick={() => change({ type: "removed", id: shot.id })}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Why a photo cannot be used and what to do about it. */
export function Faults({ of }: { of: readonly string[] }) {
  return (
    <div class="grow">
      {of.map((code) => (
        <p key={code}>{tCode("register.faults", code) ?? tCode("problems.codes", code) ?? code}</p>
      ))}
    </div>
  );
}
