import { t } from "../../i18n";
import { BlobPicture } from "../../ui/BlobPicture";
import { Button } from "../../ui/Button";
import { FileButton } from "../../ui/FileButton";
import { Icon } from "../../ui/Icon";
import { ProblemNotice } from "../../ui/Notice";
import { useAction } from "../../ui/useAction";
import { photoPrepare } from "./photo";
import { draft, photoChosen, photoTurned } from "./sending";

/** The photo: taken now or from the album, and turned until people stand upright. */
export function PhotoChoice() {
  const choosing = useAction(async ([file]: File[]) => photoChosen(await photoPrepare(file!)));
  const turning = useAction(photoTurned);
  const photo = draft.value?.photo ?? null;
  return (
    <section class="stack-small" aria-label={t("cover.photo.title")}>
      {photo ? <Chosen photo={photo} turning={turning} /> : <Nothing />}
      <ProblemNotice problem={choosing.problem ?? turning.problem} />
      <div class="cover-pair">
        <FileButton onFiles={choosing.run} camera icon="camera" busy={choosing.busy}>
          {t("cover.photo.take")}
        </FileButton>
        <FileButton onFiles={choosing.run} icon="album" busy={choosing.busy} kind={photo ? "secondary" : "primary"}>
          {t(photo ? "cover.photo.other" : "cover.photo.choose")}
        </FileButton>
      </div>
    </section>
  );
}

function Nothing() {
  return (
    <div class="cover-nothing">
      <Icon name="album" />
      <span>{t("cover.photo.none")}</span>
    </div>
  );
}

function Chosen({ photo, turning }: { photo: Blob; turning: { busy: boolean; run: () => Promise<void> } }) {
  return (
    <div class="cover-preview">
      <BlobPicture blob={photo} alt={t("cover.photo.yours")} />
      <Button kind="secondary" icon="turn" busy={turning.busy} onClick={() => void turning.run()}>
        {t("cover.photo.turn")}
      </Button>
    </div>
  );
}
