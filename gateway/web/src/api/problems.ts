/** What went wrong, as a problem (RFC 9457) with a stable code; texts for people come from the catalogue. */
import { t, tCode } from "../i18n";

export interface FieldProblem {
  code: string;
  index?: number;
  detail?: string;
}

/** Codes of our own: the request never got an answer. */
export type LocalCode =
  | "offline"
  | "unreachable"
  | "photo_heic"
  | "photo_not_readable"
  | "camera_denied"
  | "camera_missing"
  | "camera_busy"
  | "camera_insecure"
  | "location_denied";

export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status = 0,
    readonly title = "",
    readonly errors: Record<string, FieldProblem[]> = {},
    /** Seconds that the server asks to wait. */
    readonly retryAfter?: number,
  ) {
    super(code);
  }

  /** Whether the same request may succeed later without anything being changed. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502;
  }
}

/** For code that throws a Problem of the client itself. */
export function localProblem(code: LocalCode): Problem {
  return new Problem(code);
}

export async function problemRead(response: Response): Promise<Problem> {
  return problemOf(await response.json().catch(() => ({})), response);
}

/** The Problem of a response whose body was read before. */
export function problemOf(read: unknown, response: Response): Problem {
  const body = (typeof read === "object" && read ? read : {}) as Partial<Problem>;
  const wait = Number(response.headers.get("Retry-After"));
  return new Problem(
    body.code ?? (response.status >= 500 ? "server_unavailable" : "bad_request"),
    response.status,
    body.title ?? "",
    body.errors ?? {},
    wait > 0 ? wait : undefined,
  );
}

/** A problem of anything that was thrown: `fetch` throws TypeError without a network. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TypeError) return localProblem(navigator.onLine ? "unreachable" : "offline");
  throw error;
}

/** What a person reads; the server's own title where the catalogue has none. */
export function problemText(problem: Problem): string {
  const text = tCode("problems.codes", problem.code) ?? (problem.title || t("problems.codes.server_error"));
  return problem.retryAfter && problem.status === 429
    ? `${text} ${t("problems.wait", { count: problem.retryAfter })}`
    : text;
}

/** The same for one field of a form. */
export function fieldText(problem: Problem | null, field: string): string | undefined {
  const first = problem?.errors[field]?.[0];
  if (!first) return undefined;
  return tCode("problems.fields", first.code) ?? tCode("problems.codes", first.code) ?? first.detail ?? first.code;
}
