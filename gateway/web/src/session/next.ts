/** Where somebody wanted to go before logging in: an address of this site, else my page. */
export function nextOf(query: Record<string, string>): string {
  const wanted = query.next ?? "";
  const isPath = /^\/(?![/\\])/.test(wanted) && URL.canParse(wanted, location.origin);
  return isPath && new URL(wanted, location.origin).origin === location.origin ? wanted : "/my";
}

/** The address of a page of this room that leads on to `next`. */
export function via(path: "/login" | "/signup" | "/forgot", next: string): string {
  return `${path}?next=${encodeURIComponent(next)}`;
}
