import type { Expression } from "../../ui/Face";
import { Picture } from "../../ui/Picture";
import { type Emoji, isPublic } from "./data";

interface Props {
  emoji: Pick<Emoji, "published" | "hidden" | "pictures">;
  of: Expression;
  alt: string;
  class: string;
}

/** A picture of a template. What everybody may see the browser fetches itself, when it comes into view. */
export function EmojiFace({ emoji, of, alt, class: look }: Props) {
  const url = emoji.pictures?.[of];
  if (!url || !isPublic(emoji)) return <Picture url={url ?? null} alt={alt} class={look} />;
  const { pathname } = new URL(url, location.origin); // always from here, whatever the server calls itself
  return <img src={pathname} alt={alt} class={look} width="512" height="512" loading="lazy" decoding="async" />;
}
