import { useEffect, useState } from "preact/hooks";

/** The object URL of a blob, for as long as it is shown; null before. */
export function useBlobUrl(blob: Blob | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!blob) return setUrl(null);
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}

/** A picture that is in memory only. */
export function BlobPicture({ blob, alt, class: look }: { blob: Blob; alt: string; class?: string }) {
  const url = useBlobUrl(blob);
  return url ? <img src={url} alt={alt} class={look} /> : <div class={look} />;
}
