import { useEffect, useState } from "preact/hooks";
import { NoseCamera, type Shot } from "../../camera/NoseCamera";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { SHOTS } from "./draft";
import { BadShots, GoodShots } from "./Shots";
import { change, draft } from "./store";
import type { StepProps } from "./Wizard";

/** How long the praise for a shot stands where the advice is. */
const PRAISE_MS = 1400;

export function NoseStep({ onDone }: StepProps) {
  const { good, bad } = draft.value;
  const left = SHOTS - good.length;
  const praise = usePraise(good.length);
  return (
    <>
      {left > 0 && (
        <p class="noses-text">{t(bad.length ? "register.noses.more" : "register.noses.text", { count: left })}</p>
      )}
      {left > 0 && <NoseCamera onShot={keep} multiple hint={praise} />}
      <GoodShots shots={good} />
      <p class={left > 0 ? "soft small" : "visually-hidden"}>
        <span role="status">{t("register.noses.count", { count: good.length })}</span>{" "}
        {good.length > 0 && t("register.noses.removable")}
      </p>
      {left === 0 && (
        <>
          <Notice tone="good">{t("register.noses.complete")}</Notice>
          <Button wide large onClick={onDone}>
            {t("common.next")}
          </Button>
        </>
      )}
      <BadShots shots={bad} />
    </>
  );
}

async function keep({ blob, assessment }: Shot): Promise<void> {
  const shot = { id: crypto.randomUUID(), blob, quality: assessment?.quality ?? null };
  const faults = (await isKnown(blob)) ? ["duplicate_photo"] : (assessment?.reasons ?? []);
  change({ type: "taken", shot: { ...shot, faults } });
}

/** Whether the very same photo is there already, chosen once more. */
async function isKnown(blob: Blob): Promise<boolean> {
  const alike = draft.peek().good.filter((shot) => shot.blob.size === blob.size);
  if (!alike.length) return false;
  const bytes = new Uint8Array(await blob.arrayBuffer());
  for (const shot of alike) {
    const known = new Uint8Array(await shot.blob.arrayBuffer());
    if (known.every((byte, index) => byte === bytes[index])) return true;
  }
  return false;
}

/** After a shot, for a moment: that it is there, and that the next one should be a little different. */
function usePraise(taken: number): string | undefined {
  const [praised, setPraised] = useState(taken);
  useEffect(() => {
    const timer = setTimeout(() => setPraised(taken), PRAISE_MS);
    return () => clearTimeout(timer);
  }, [taken]);
  return taken > praised ? t("register.noses.moveALittle") : undefined;
}
