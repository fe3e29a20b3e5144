import type { FunctionComponent } from "preact";
import { useRoute } from "preact-iso";
import { type Text, t } from "../../i18n";
import { logOut, type Profile } from "../../session/account";
import { SignedIn } from "../../session/SignedIn";
import { Button } from "../../ui/Button";
import { LinkTabs } from "../../ui/LinkTabs";
import { Page } from "../../ui/Page";
import { useAction } from "../../ui/useAction";
import { NotFoundPage } from "../NotFoundPage";
import { DeleteAccount } from "./DeleteAccount";
import { MyDogs } from "./MyDogs";
import { MyEmojis } from "./MyEmojis";
import { MyLookups } from "./MyLookups";
import { MyUsed } from "./MyUsed";
import { PasswordForm } from "./PasswordForm";
import { ProfileForm } from "./ProfileForm";
import { Unverified } from "./Unverified";
import "./my.css";

const TABS: { href: string; text: Text; list: FunctionComponent }[] = [
  { href: "/my", text: "my.tabs.dogs", list: MyDogs },
  { href: "/my/lookups", text: "my.tabs.lookups", list: MyLookups },
  { href: "/my/made", text: "my.tabs.made", list: MyEmojis },
  { href: "/my/used", text: "my.tabs.used", list: MyUsed },
];

export function MyPage() {
  const { params } = useRoute();
  const tab = TABS.find(({ href }) => href === (params.tab ? `/my/${params.tab}` : "/my"));
  if (!tab) return <NotFoundPage />;
  return (
    <Page title={t("my.title")}>
      <SignedIn invitation={t("my.invitation")}>{(me) => <Mine me={me} list={tab.list} />}</SignedIn>
    </Page>
  );
}

function Mine({ me, list: List }: { me: Profile; list: FunctionComponent }) {
  const leaving = useAction(logOut);
  return (
    <>
      <div class="row">
        <div class="who">
          <strong>{me.alias}</strong>
          <span class="soft small">{me.email}</span>
        </div>
        <Button kind="secondary" icon="exit" busy={leaving.busy} onClick={leaving.run}>
          {t("my.logOut")}
        </Button>
      </div>
      {!me.email_verified && <Unverified />}
      <LinkTabs label={t("my.tabs.label")} tabs={TABS.map(({ href, text }) => ({ href, text: t(text) }))} />
      <List />
      <section class="stack" aria-label={t("my.account")}>
        <details class="card">
          <summary>{t("my.profile")}</summary>
          <ProfileForm me={me} />
        </details>
        <details class="card">
          <summary>{t("my.password")}</summary>
          <PasswordForm email={me.email} />
        </details>
        <DeleteAccount />
      </section>
    </>
  );
}
