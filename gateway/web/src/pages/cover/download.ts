/** Keeping a covered picture as a file. */
import { fetchPicture } from "../../api/client";
import type { Cover } from "./data";

/** As the server calls it. */
export function fileName({ id }: Cover): string {
  return `savepets-${id.slice(-12)}.jpg`;
}

/** Fetch the picture, which a plain link could not with our token, and save it. Throws a Problem. */
export async function pictureSave(cover: Cover): Promise<void> {
  const url = URL.createObjectURL(await fetchPicture(cover.picture_url!));
  Object.assign(document.createElement("a"), { href: url, download: fileName(cover) }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // a phone may ask first where to
}
