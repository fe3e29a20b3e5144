import { t } from "../../i18n";
import { logOut, type Profile } from "../../session/account";
import { SignedIn } from "../../session/SignedIn";
import { Button } from "../../ui/Button";
import { Page } from "../../ui/Page";
import { useAction } from "../../ui/useAction";
import { DeleteAccount } from "./DeleteAccount";
import { MyDogs } from "./MyDogs";
import { MyLookups } from "./MyLookups";
import { PasswordForm } from "./PasswordForm";
import { ProfileForm } from "./ProfileForm";
import { Unverified } from "./Unverified";
import "./my.css";

export function MyPage() {
  return (
    <Page title={t("my.title")}>
      <SignedIn invitation={t("my.invitation")}>{(me) => <Mine me={me} />}</SignedIn>
    </Page>
  );
}

function Mine({ me }: { me: Profile }) {
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
      <MyDogs />
      <MyLookups />
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
