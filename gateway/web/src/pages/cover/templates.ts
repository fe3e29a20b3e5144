/** Which emojis somebody is likely to want. */
import { answered, api } from "../../api/client";
import { type Emoji, emojiLoad, galleryLoad } from "../emojis/data";
import { pagesIn } from "../emojis/paging";
import { coversMine } from "./data";

export interface Offer {
  emojis: Emoji[];
  /** The one to begin with. */
  first: Emoji | null;
  /** Whether the one that was asked for is not to be had. */
  isMissing: boolean;
}

/** What comes with the system, was used last, is one's own, and is new; `wanted` before all others. */
export async function offerLoad(wanted: string | undefined, signal: AbortSignal): Promise<Offer> {
  const [asked, newest, last, own] = await Promise.all([
    wanted ? emojiMaybe(wanted, signal) : null,
    gallery(signal),
    lastUsed(signal),
    answered(api.GET("/api/v1/users/mypage/made", { signal })),
  ]);
  const builtIn = newest.filter((emoji) => emoji.built_in);
  const usable = [asked, ...builtIn, last, ...own.results, ...newest].filter(isUsable);
  const emojis = [...new Map(usable.map((emoji) => [emoji.id, emoji])).values()];
  const first =
    emojis.find(({ id }) => id === asked?.id) ?? emojis.find(({ id }) => id === last?.id) ?? emojis[0] ?? null;
  return { emojis, first, isMissing: Boolean(wanted) && !isUsable(asked) };
}

/** The gallery's templates of that name. */
export async function emojisFind(search: string, signal: AbortSignal): Promise<Emoji[]> {
  return (await galleryLoad({ search, page: 1, before: null }, signal)).results;
}

/** The gallery's newest page, and of the oldest what came with the system. */
async function gallery(signal: AbortSignal): Promise<Emoji[]> {
  const { count, results } = await galleryLoad({ search: "", page: 1, before: null }, signal);
  const last = pagesIn(count);
  if (last === 1) return results;
  const oldest = await galleryLoad({ search: "", page: last, before: null }, signal).catch(() => null); // one went
  return [...results, ...(oldest?.results.filter((emoji) => emoji.built_in) ?? [])];
}

async function lastUsed(signal: AbortSignal): Promise<Emoji | null> {
  const { results } = await coversMine(1);
  const id = results.find(({ emoji }) => emoji)?.emoji?.id;
  return id ? emojiMaybe(id, signal) : null;
}

/** A template; null if it is deleted or hidden by now. */
function emojiMaybe(id: string, signal: AbortSignal): Promise<Emoji | null> {
  return emojiLoad(id, signal).catch(() => null);
}

function isUsable(emoji: Emoji | null): emoji is Emoji {
  return emoji !== null && emoji.state === "draft" && !emoji.hidden;
}
