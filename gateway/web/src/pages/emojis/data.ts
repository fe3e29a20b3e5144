import { answered, api, type Schemas } from "../../api/client";
import { Problem } from "../../api/problems";
import type { Place } from "./paging";

export type Emoji = Schemas["Emoji"];
export type Gallery = Schemas["GalleryPage"];

export const NAME_LENGTH = 40;
/** Why a picture could not be cut out. */
export type Reasons = readonly string[];

/** Whether everybody may see it. */
export function isPublic(emoji: Pick<Emoji, "published" | "hidden">): boolean {
  return emoji.published && !emoji.hidden;
}

export function emojiLoad(id: string, signal: AbortSignal): Promise<Emoji> {
  if (!/^[\da-f-]{36}$/i.test(id)) return Promise.reject(new Problem("not_found", 404));
  return answered(api.GET("/api/v1/emojis/{emoji_id}", { params: { path: { emoji_id: id } }, signal }));
}

export async function emojiErase(id: string): Promise<void> {
  await answered(api.DELETE("/api/v1/emojis/{emoji_id}", { params: { path: { emoji_id: id } } }));
}

export function galleryLoad({ search, page, before }: Place, signal: AbortSignal): Promise<Gallery> {
  const query = { ...(search && { search }), ...(before && { before }) };
  return answered(api.GET("/api/v1/emojis/pages/{number}", { params: { path: { number: page }, query }, signal }));
}
