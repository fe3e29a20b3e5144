import { useRef } from "preact/hooks";
import { Problem } from "../../api/problems";
import { t } from "../../i18n";
import { Button, ButtonLink } from "../../ui/Button";
import { Notice, ProblemNotice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Picture } from "../../ui/Picture";
import { useAction } from "../../ui/useAction";
import { Changing } from "./Covered";
import { DeleteCover } from "./DeleteCover";
import { type Cover, coverAgain } from "./data";

interface Props {
  cover: Cover;
  onEdit: () => void;
  onChanged: (cover: Cover) => void;
}

/** The latest try did not come to an end; what was made before it is still there. */
export function Failed({ cover, onEdit, onChanged }: Props) {
  const key = useRef(crypto.randomUUID());
  const again = useAction(async () => onChanged(await coverAgain(cover.id, null, undefined, key.current)));
  const isRepeatable = cover.photo_url && cover.emoji && !cover.outcome; // else what was edited would be lost
  return (
    <Page key="failed" title={t("cover.failed.title")}>
      <Picture url={cover.picture_url ?? cover.photo_url} alt={t("cover.photo.yours")} class="cover-picture" />
      <ProblemNotice problem={new Problem(cover.error?.code ?? "internal_error", 500, cover.error?.title)} />
      {cover.picture_url && <Notice>{t("cover.failed.before")}</Notice>}
      <ProblemNotice problem={again.problem} />
      {isRepeatable && (
        <Button icon="repeat" wide large busy={again.busy} onClick={() => void again.run()}>
          {t("cover.failed.again")}
        </Button>
      )}
      <Changing cover={cover} onEdit={onEdit} />
      <ButtonLink href="/cover" kind="secondary" icon="plus" wide>
        {t("cover.another")}
      </ButtonLink>
      <DeleteCover cover={cover} />
    </Page>
  );
}
