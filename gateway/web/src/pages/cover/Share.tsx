import { fetchPicture } from "../../api/client";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { useLoaded } from "../../ui/useLoaded";
import type { Cover } from "./data";
import { fileName } from "./download";

/** Passing the picture on to another app, where the phone can. */
export function Share({ cover }: { cover: Cover }) {
  // Fetched beforehand: a phone opens its list of apps only at the very touch.
  const { data: file } = useLoaded(async (signal) => {
    const type = "image/jpeg";
    return new File([await fetchPicture(cover.picture_url!, signal)], fileName(cover), { type });
  });
  const share = () => void navigator.share({ files: [file!] }).catch(() => {}); // closed again; it can be saved too
  if (!file || !navigator.canShare?.({ files: [file] })) return null;
  return (
    <Button kind="secondary" icon="share" wide onClick={share}>
      {t("cover.result.share")}
    </Button>
  );
}
