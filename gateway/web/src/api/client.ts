/** The API, typed by its OpenAPI document. Calls carry the access token if there is one, and the language. */
import createClient from "openapi-fetch";
import { language } from "../i18n";
import { accessToken, sessionRefresh } from "../session/token";
import { type Problem, problemOf, problemRead } from "./problems";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];

/** `fetch` with the session; a token that was refused is renewed and the request sent once more. */
export async function sessionFetch(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await fetch(await dressed(request));
  if (response.status !== 401 || !request.headers.has("Authorization")) return response;
  await sessionRefresh();
  return fetch(await dressed(again));
}

async function dressed(request: Request): Promise<Request> {
  const token = await accessToken();
  if (token) request.headers.set("Authorization", `Bearer ${token}`);
  else request.headers.delete("Authorization");
  request.headers.set("Accept-Language", language.value);
  return request;
}

export const api = createClient<paths>({ baseUrl: location.origin, fetch: sessionFetch });

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The body of an answer. Throws a Problem for any error; TypeError without a network (see asProblem). */
export async function answered<Data>(call: Promise<Answer<Data>>): Promise<Data> {
  const answer = await call;
  if (answer.response.ok) return answer.data as Data;
  throw refused(answer);
}

/** The Problem of an answer whose body has been read. */
export function refused({ error, response }: Answer<unknown>): Problem {
  return problemOf(error, response);
}

/** A picture of the API, which an <img> could not ask for with our token. */
export async function fetchPicture(url: string, signal?: AbortSignal): Promise<Blob> {
  const { pathname } = new URL(url, location.origin); // always from here, whatever the server calls itself
  const response = await sessionFetch(new Request(pathname, signal ? { signal } : {}));
  if (!response.ok) throw await problemRead(response);
  return response.blob();
}
