/** Where somebody is in the gallery, as its address says. Pure. */

export const GALLERY = "/emojis";
export const PAGE_SIZE = 8;

export interface Place {
  search: string;
  /** From 1. */
  page: number;
  /** The moment at which the walk through the pages began: what is published later does not shift them. */
  before: string | null;
}

export function placeOf({ search = "", page, before }: Record<string, string | undefined>): Place {
  const number = /^\d{1,6}$/.test(page ?? "") ? Math.max(1, Number(page)) : 1;
  return { search: search.trim(), page: number, before: number > 1 && before ? before : null };
}

/** The address of a place. The first page never has a moment: it always shows the newest. */
export function addressOf({ search, page, before }: Place): string {
  const query = new URLSearchParams();
  if (search) query.set("search", search);
  if (page > 1) query.set("page", String(page));
  if (page > 1 && before) query.set("before", before);
  return query.size ? `${GALLERY}?${query}` : GALLERY;
}

/** The place that the API means by the address of a neighbouring page: .../pages/3?before=... */
export function neighbour(url: string, search: string): Place {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  const page = pathname.split("/").filter(Boolean).at(-1) ?? "";
  return placeOf({ search, page, before: searchParams.get("before") ?? "" });
}

export function pagesIn(count: number): number {
  return Math.max(1, Math.ceil(count / PAGE_SIZE));
}
