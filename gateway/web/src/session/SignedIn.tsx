import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso";
import { t } from "../i18n";
import { ButtonLink } from "../ui/Button";
import { Notice } from "../ui/Notice";
import { Skeleton } from "../ui/Skeleton";
import { type Profile, profile } from "./account";
import { via } from "./next";
import { sessionExpired } from "./token";

interface Props {
  /** What one gets by logging in. */
  invitation: string;
  children: (me: Profile) => ComponentChildren;
}

/** Shows its content to whoever is logged in, and to others the way there and back. */
export function SignedIn({ invitation, children }: Props) {
  const { url } = useLocation();
  const me = profile.value;
  if (me) return <>{children(me)}</>;
  if (me === undefined) return <Skeleton />;
  return (
    <div class="stack">
      {sessionExpired.value && <Notice tone="warn">{t("account.expired")}</Notice>}
      <p>{invitation}</p>
      <ButtonLink href={via("/login", url)} wide>
        {t("account.logIn")}
      </ButtonLink>
      <ButtonLink href={via("/signup", url)} kind="secondary" wide>
        {t("account.signUp")}
      </ButtonLink>
    </div>
  );
}
