import { fieldText } from "../../api/problems";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { ProfilePhoto } from "./ProfilePhoto";
import { sending, sendingPutAside } from "./sending";
import { change, draft } from "./store";
import type { StepProps } from "./Wizard";

export function PictureStep({ onDone }: StepProps) {
  const { picture, data } = draft.value;
  const now = sending.value;
  const refused = now.state === "stopped" ? fieldText(now.problem, "profile_photo") : undefined;
  const keep = (chosen: Blob) => {
    if (refused) sendingPutAside();
    change({ type: "pictured", picture: chosen });
  };
  return (
    <>
      <p>{t("register.picture.text", { name: data.name })}</p>
      {refused && <Notice tone="bad">{refused}</Notice>}
      <ProfilePhoto picture={picture} onPicture={keep} />
      {picture && (
        <Button wide large onClick={onDone}>
          {t("common.next")}
        </Button>
      )}
    </>
  );
}
