import { t } from "../../i18n";
import { prepare } from "../../pictures/prepare";
import { BlobPicture } from "../../ui/BlobPicture";
import { FileButton } from "../../ui/FileButton";
import { Icon } from "../../ui/Icon";
import { ProblemNotice } from "../../ui/Notice";
import { useAction } from "../../ui/useAction";

interface Props {
  picture: Blob | null;
  onPicture: (picture: Blob) => void;
  /** Without a place for the picture while there is none. */
  bare?: boolean;
}

/** A picture by which people know the dog: taken now, or from the album. */
export function ProfilePhoto({ picture, onPicture, bare }: Props) {
  const action = useAction(async ([file]: File[]) => onPicture(await prepare(file!)));
  return (
    <div class="stack">
      {picture && <BlobPicture blob={picture} alt={t("register.picture.preview")} class="profile-photo" />}
      {!picture && !bare && (
        <div class="profile-photo none">
          <Icon name="camera" />
        </div>
      )}
      <ProblemNotice problem={action.problem} />
      <div class="pair">
        <FileButton onFiles={action.run} camera icon="camera" busy={action.busy}>
          {t("register.picture.take")}
        </FileButton>
        <FileButton onFiles={action.run} icon="album" busy={action.busy}>
          {t("register.picture.choose")}
        </FileButton>
      </div>
    </div>
  );
}
