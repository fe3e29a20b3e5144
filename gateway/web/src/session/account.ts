/** Who is logged in, and logging in and out. */
import { effect, signal } from "@preact/signals";
import { answered, api, type Schemas } from "../api/client";
import { asProblem } from "../api/problems";
import { languageChoose } from "../i18n";
import { COOKIE_MODE, sessionBegin, sessionClose, sessionRefresh, sessionState, sessionTaken } from "./token";

export type Profile = Schemas["Profile"];

/** The account; null without a session, undefined until that is known. */
export const profile = signal<Profile | null | undefined>(undefined);

effect(() => {
  if (sessionState.value === "closed") profile.value = null;
});

/** At the start: take the session up again, if there is one. Without a network it stays unknown; call it again then. */
export async function sessionResume(): Promise<void> {
  if (sessionState.peek() !== "closed") await sessionTakeUp();
}

async function sessionTakeUp(): Promise<void> {
  if (await sessionRefresh()) await profileLoad();
}

effect(() => {
  if (sessionTaken.value) void sessionTakeUp().catch(() => {}); // without a network: with the next request
});

export async function profileLoad(): Promise<Profile> {
  const loaded = await answered(api.GET("/api/v1/users/me"));
  profile.value = loaded;
  return loaded;
}

export async function logIn(email: string, password: string): Promise<void> {
  const tokens = await answered(
    api.POST("/api/v1/users/auth", {
      params: { header: { "X-Token-Mode": COOKIE_MODE["X-Token-Mode"] } },
      body: { email, password },
    }),
  );
  sessionBegin(tokens.access);
  const { language } = await profileLoad();
  if (language) languageChoose(language);
}

/** The session ends here even if the server cannot be told now. */
export async function logOut(): Promise<void> {
  try {
    await answered(
      api.POST("/api/v1/users/auth/logout", {
        params: { header: { "X-Token-Mode": COOKIE_MODE["X-Token-Mode"] } },
        body: {},
      }),
    );
  } catch (error) {
    asProblem(error);
  } finally {
    sessionClose();
  }
}
