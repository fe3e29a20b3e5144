import { t } from "../../i18n";
import { Button, ButtonLink } from "../../ui/Button";
import { Notice, ProblemNotice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Picture } from "../../ui/Picture";
import { useAction } from "../../ui/useAction";
import { DeleteCover } from "./DeleteCover";
import { type Cover, coverConfirm } from "./data";

interface Props {
  cover: Cover;
  onEdit: () => void;
  onChanged: (cover: Cover) => void;
}

/** No face is covered: either nobody is to be seen, which somebody has to say, or faces are marked by hand. */
export function NoFace({ cover, onEdit, onChanged }: Props) {
  const confirming = useAction(async () => onChanged(await coverConfirm(cover.id)));
  return (
    <Page key="no_face" title={t("cover.noFace.title")}>
      <Picture url={cover.photo_url} alt={t("cover.photo.yours")} class="cover-picture" />
      {cover.photo_url ? (
        <>
          <Notice tone="warn">{t("cover.noFace.text")}</Notice>
          <ProblemNotice problem={confirming.problem} />
          <Button icon="plus" wide large onClick={onEdit}>
            {t("cover.noFace.mark")}
          </Button>
          <Button kind="secondary" icon="check" wide busy={confirming.busy} onClick={() => void confirming.run()}>
            {t("cover.noFace.confirm")}
          </Button>
        </>
      ) : (
        <>
          <Notice>{t("cover.result.expired")}</Notice>
          <ButtonLink href="/cover" icon="plus" wide>
            {t("cover.another")}
          </ButtonLink>
        </>
      )}
      <DeleteCover cover={cover} />
    </Page>
  );
}
