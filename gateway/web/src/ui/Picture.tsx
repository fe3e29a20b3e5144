import { useEffect, useState } from "preact/hooks";
import { fetchPicture } from "../api/client";
import { t } from "../i18n";

/** The object URL of a picture of the API; null if there is none to be had, undefined while it loads. */
export function usePicture(url: string | null): string | null | undefined {
  const [loaded, setLoaded] = useState<string | null | undefined>(undefined);
  useEffect(() => {
    if (!url) {
      setLoaded(null);
      return;
    }
    const abort = new AbortController();
    let made: string | undefined;
    fetchPicture(url, abort.signal)
      .then((blob) => {
        made = URL.createObjectURL(blob);
        setLoaded(made);
      })
      .catch(() => abort.signal.aborted || setLoaded(null));
    return () => {
      abort.abort();
      if (made) URL.revokeObjectURL(made);
    };
  }, [url]);
  return loaded;
}

/** A picture of the API, with a skeleton until it is there. */
export function Picture({ url, alt, class: look }: { url: string | null; alt: string; class: string }) {
  const source = usePicture(url);
  if (source) return <img src={source} alt={alt} class={look} />;
  if (source === undefined) return <div class={`skeleton ${look}`} />;
  return (
    <div class={`missing ${look}`} role="img" aria-label={alt}>
      {t("common.noPicture")}
    </div>
  );
}
