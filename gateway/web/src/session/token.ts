/**
 * The access token: in memory only, gone with the tab. The refresh token is in an HttpOnly cookie that no script sees;
 * the server takes it only with the header below and from our own origin.
 */
import { signal } from "@preact/signals";
import { problemRead } from "../api/problems";

const REFRESH = "/api/v1/users/auth/refresh";
export const COOKIE_MODE = { "X-Token-Mode": "cookie" } as const;
/** Only that somebody was logged in here; it spares everybody else a refused request at the start. */
const HINT = "session";
const EARLY_S = 30;

let access: string | null = null;
/** When it ends, by the clock of this phone, which may be wrong; in seconds. */
let end = 0;
let refreshing: Promise<boolean> | null = null;

/** Whether a session is open: "unknown" until the cookie has been tried. */
export const sessionState = signal<"unknown" | "open" | "closed">(localStorage.getItem(HINT) ? "unknown" : "closed");
/** Set when a session ended by itself, so that the log-in page can say so. */
export const sessionExpired = signal(false);

/** How often somebody has logged in in another tab. The cookie is theirs, and so is this tab. */
export const sessionTaken = signal(0);

const channel = new BroadcastChannel("session");
channel.onmessage = ({ data }: MessageEvent<"opened" | "closed">) => {
  if (data === "closed") return forget();
  access = null;
  sessionTaken.value++;
};

/** Begin a session in all tabs. */
export function sessionBegin(token: string): void {
  sessionOpen(token);
  channel.postMessage("opened");
}

function sessionOpen(token: string): void {
  access = token;
  end = now() + lifetime(token);
  localStorage.setItem(HINT, "1");
  sessionExpired.value = false;
  sessionState.value = "open";
}

/** End the session in all tabs. */
export function sessionClose(): void {
  forget();
  channel.postMessage("closed");
}

function forget(): void {
  access = null;
  localStorage.removeItem(HINT);
  sessionState.value = "closed";
}

/** A token that is good for some seconds more; null without a session. Throws if that cannot be found out now. */
export async function accessToken(): Promise<string | null> {
  if (access && end - now() > EARLY_S) return access;
  if (!localStorage.getItem(HINT)) return null;
  await sessionRefresh();
  return access;
}

/** Spend the cookie for a new token; one at a time, in all tabs. Returns whether there is a session. */
export function sessionRefresh(): Promise<boolean> {
  refreshing ??= inTurn();
  return refreshing;
}

async function inTurn(): Promise<boolean> {
  try {
    return await navigator.locks.request("session", refresh);
  } finally {
    refreshing = null;
  }
}

async function refresh(): Promise<boolean> {
  const response = await fetch(REFRESH, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...COOKIE_MODE },
    body: "{}",
  });
  if (response.ok) {
    sessionOpen((await response.json()).access);
    return true;
  }
  const problem = await problemRead(response);
  if (problem.passing) throw problem;
  sessionExpired.value = true;
  sessionClose();
  return false;
}

function now(): number {
  return Date.now() / 1000;
}

function lifetime(token: string): number {
  const claims = JSON.parse(atob(token.split(".")[1]!.replace(/-/g, "+").replace(/_/g, "/")));
  return claims.exp - claims.iat;
}
