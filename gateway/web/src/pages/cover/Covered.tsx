import { formatDate, t } from "../../i18n";
import { Button, ButtonLink } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { usePicture } from "../../ui/Picture";
import { DeleteCover } from "./DeleteCover";
import type { Cover } from "./data";
import { fileName } from "./download";
import { Share } from "./Share";

/** The covered picture: to be looked at, kept and changed. */
export function Covered({ cover, onEdit }: { cover: Cover; onEdit: () => void }) {
  const picture = usePicture(cover.picture_url);
  return (
    <Page key="covered" title={title(cover)}>
      {picture ? (
        <img src={picture} alt={t("cover.result.picture")} class="cover-picture" />
      ) : (
        <div class={picture === null ? "missing cover-picture" : "skeleton cover-picture"}>
          {picture === null && t("common.noPicture")}
        </div>
      )}
      <Doubts cover={cover} />
      <p>{t("cover.result.look")}</p>
      <Saving cover={cover} picture={picture} />
      {picture && <Share cover={cover} />}
      <Changing cover={cover} onEdit={onEdit} />
      <ButtonLink href="/cover" kind="secondary" icon="plus" wide>
        {t("cover.another")}
      </ButtonLink>
      <DeleteCover cover={cover} />
    </Page>
  );
}

/** Keeping the picture; the button stands in its place while the picture loads. */
function Saving({ cover, picture }: { cover: Cover; picture: string | null | undefined }) {
  if (picture === null) return null;
  const look = { icon: "download", wide: true, large: true } as const;
  return picture ? (
    <ButtonLink {...look} href={picture} download={fileName(cover)}>
      {t("cover.result.download")}
    </ButtonLink>
  ) : (
    <Button {...look} busy>
      {t("cover.result.download")}
    </Button>
  );
}

function title({ faces, outcome }: Cover): string {
  const count = faces?.length ?? 0;
  return outcome === "no_face" ? t("cover.result.nobody") : t("cover.result.covered", { count });
}

/** Where we were not sure of an expression. */
function Doubts({ cover }: { cover: Cover }) {
  const count = cover.faces?.filter(({ unsure }) => unsure).length ?? 0;
  return count > 0 && <Notice>{t("cover.result.unsure", { count })}</Notice>;
}

/** The way to the editor, while there is a photo to be edited. */
export function Changing({ cover, onEdit }: { cover: Cover; onEdit: () => void }) {
  if (!cover.photo_url) return <Notice>{t("cover.result.expired")}</Notice>;
  return (
    <div class="stack-small">
      <Button kind="secondary" icon="edit" wide onClick={onEdit}>
        {t("cover.result.change")}
      </Button>
      <p class="soft small">{t("cover.result.until", { when: formatDate(cover.photo_until) })}</p>
    </div>
  );
}
