import { t } from "../../i18n";
import { profile } from "../../session/account";
import { ButtonLink } from "../../ui/Button";
import { Icon, type IconName } from "../../ui/Icon";
import { Page } from "../../ui/Page";
import { Skeleton } from "../../ui/Skeleton";
import { hasContent } from "./draft";
import { LogInAgain } from "./LogInAgain";
import { sending } from "./sending";
import { draft } from "./store";
import { Wizard } from "./Wizard";
import "./register.css";

export function RegisterPage() {
  if (profile.value) return <Wizard />;
  if (profile.value === undefined) {
    return (
      <Page title={t("register.title")}>
        <Skeleton />
      </Page>
    );
  }
  return hasContent(draft.value) || sending.value.state !== "none" ? <LogInAgain /> : <Welcome />;
}

const POINTS = [
  ["nose", "camera"],
  ["number", "check"],
  ["contact", "mail"],
] as const satisfies [string, IconName][];

/** What registration gives, for those who are not logged in. */
function Welcome() {
  return (
    <Page title={t("register.title")}>
      <p class="lead">{t("register.welcome.text")}</p>
      <ul class="card points">
        {POINTS.map(([point, icon]) => (
          <li key={point}>
            <span class="point-icon">
              <Icon name={icon} />
            </span>
            <div>
              <strong>{t(`register.welcome.${point}.title`)}</strong>
              <p class="soft">{t(`register.welcome.${point}.text`)}</p>
            </div>
          </li>
        ))}
      </ul>
      <ButtonLink href="/signup?next=/register" wide large>
        {t("register.welcome.signUp")}
      </ButtonLink>
      <ButtonLink href="/login?next=/register" kind="secondary" wide>
        {t("register.welcome.logIn")}
      </ButtonLink>
      <p class="soft small centred">{t("register.welcome.promise")}</p>
    </Page>
  );
}
