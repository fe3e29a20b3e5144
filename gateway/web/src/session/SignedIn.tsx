import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso";
import { t } from "../i18n";
import { ButtonLink } from "../ui/Button";
import { Notice } from "../ui/Notice";
import { Page } from "../ui/Page";
import { Skeleton } from "../ui/Skeleton";
import { type Profile, profile } from "./account";
import { via } from "./next";
import { sessionExpired } from "./token";

interface Props {
  /** What one gets by logging in. */
  invitation: string;
  /** Of a page that has none of its own before somebody is logged in. */
  title?: string;
  children: (me: Profile) => ComponentChildren;
}

/** Shows its content to whoever is logged in, and to others the way there and back. */
export function SignedIn({ invitation, title, children }: Props) {
  const { url } = useLocation();
  const me = profile.value;
  if (me) return <>{children(me)}</>;
  const others = me === undefined ? <Skeleton /> : <Invitation text={invitation} back={url} />;
  return title ? <Page title={title}>{others}</Page> : others;
}

function Invitation({ text, back }: { text: string; back: string }) {
  return (
    <div class="stack">
      {sessionExpired.value && <Notice tone="warn">{t("account.expired")}</Notice>}
      <p>{text}</p>
      <ButtonLink href={via("/login", back)} wide>
        {t("account.logIn")}
      </ButtonLink>
      <ButtonLink href={via("/signup", back)} kind="secondary" wide>
        {t("account.signUp")}
      </ButtonLink>
    </div>
  );
}
