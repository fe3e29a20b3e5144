import { useEffect, useState } from "preact/hooks";
import { usePicture } from "./Picture";

export interface Measured {
  url: string;
  width: number;
  height: number;
}

/** A picture of the API with its size; null if there is none, undefined while it loads. */
export function useMeasured(url: string | null): Measured | null | undefined {
  const source = usePicture(url);
  const [measured, setMeasured] = useState<Measured | null | undefined>(undefined);
  useEffect(() => {
    if (!source) return setMeasured(source === undefined ? undefined : null);
    const image = new Image();
    image.onload = () => setMeasured({ url: source, width: image.naturalWidth, height: image.naturalHeight });
    image.onerror = () => setMeasured(null);
    image.src = source;
    return () => {
      image.onload = image.onerror = null;
    };
  }, [source]);
  return measured;
}
