import { useEffect, useState } from "preact/hooks";
import { fetchPicture } from "../../api/client";
import { EXPRESSIONS, type Expression } from "../../ui/Face";
import type { Emoji } from "../emojis/data";

export type EmojiPictures = Partial<Record<Expression, string>>;

/** Object URLs of the seven pictures of a template, as they come. */
export function useEmojiPictures(emoji: Emoji | null): EmojiPictures {
  const [urls, setUrls] = useState<EmojiPictures>({});
  useEffect(() => {
    setUrls({});
    const pictures = emoji?.pictures;
    if (!pictures) return;
    const abort = new AbortController();
    const made: string[] = [];
    const load = async (expression: Expression) => {
      const url = URL.createObjectURL(await fetchPicture(pictures[expression], abort.signal));
      made.push(url);
      if (abort.signal.aborted) URL.revokeObjectURL(url);
      else setUrls((before) => ({ ...before, [expression]: url }));
    };
    for (const expression of EXPRESSIONS) load(expression).catch(() => {}); // its name is shown all the same
    return () => {
      abort.abort();
      made.forEach(URL.revokeObjectURL);
    };
  }, [emoji?.id]);
  return urls;
}
