import type { ComponentChildren } from "preact";
import { NosePicture } from "../../camera/Outline";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Page } from "../../ui/Page";

const TIPS = ["near", "light", "calm"] as const;

/** Before the camera: what this does, and how it works out. */
export function Start({ onOpen, album }: { onOpen: () => void; album: ComponentChildren }) {
  return (
    <Page key="start" title={t("find.title")}>
      <p class="find-lead">{t("find.start.lead")}</p>
      <div class="start-picture">
        <NosePicture />
      </div>
      <div class="stack-small">
        <Button icon="camera" wide large onClick={onOpen}>
          {t("find.start.open")}
        </Button>
        {album}
        <p class="soft small find-centred">{t("find.start.free")}</p>
      </div>
      <ol class="tips">
        {TIPS.map((tip, index) => (
          <li key={tip}>
            <span class="tip-number" aria-hidden="true">
              {index + 1}
            </span>
            {t(`find.start.tips.${tip}`)}
          </li>
        ))}
      </ol>
    </Page>
  );
}
