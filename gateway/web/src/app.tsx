/** The frame around every page, and which page an address shows. */
import type { FunctionComponent } from "preact";
import { useEffect, useErrorBoundary } from "preact/hooks";
import { ErrorBoundary, LocationProvider, lazy, Route, Router, useLocation } from "preact-iso";
import { LANGUAGES, type Language, language, languageChoose, t } from "./i18n";
import { online } from "./online";
import { FindPage } from "./pages/find/FindPage";
import { NotFoundPage } from "./pages/NotFoundPage";
import { NotLoadedPage } from "./pages/NotLoadedPage";
import { Button } from "./ui/Button";
import { Icon, type IconName, Logo } from "./ui/Icon";
import { update } from "./updates";

/** A page that is fetched when it is opened; where it cannot be had, one that says so. */
function later(load: () => Promise<FunctionComponent>): FunctionComponent {
  return lazy(() => load().catch(() => () => <NotLoadedPage code="unreachable" />));
}

const RegisterPage = later(() => import("./pages/register/RegisterPage").then((room) => room.RegisterPage));
const LookupPage = later(() => import("./pages/find/LookupPage").then((room) => room.LookupPage));
const LogInPage = later(() => import("./pages/account/LogInPage").then((room) => room.LogInPage));
const SignUpPage = later(() => import("./pages/account/SignUpPage").then((room) => room.SignUpPage));
const ForgotPage = later(() => import("./pages/account/ForgotPage").then((room) => room.ForgotPage));
const MyPage = later(() => import("./pages/my/MyPage").then((room) => room.MyPage));
const DogPage = later(() => import("./pages/my/DogPage").then((room) => room.DogPage));
const AboutPage = later(() => import("./pages/AboutPage").then((room) => room.AboutPage));

export function App() {
  return (
    <LocationProvider>
      <div class="app">
        <Bar />
        <main class="main" id="main">
          <Banners />
          <Pages />
          <footer class="foot no-print">
            <a href="/about">{t("common.about")}</a>
          </footer>
        </main>
      </div>
    </LocationProvider>
  );
}

function Pages() {
  const { url } = useLocation();
  const [broken, mend] = useErrorBoundary();
  useEffect(mend, [url]);
  if (broken) return <NotLoadedPage code="server_error" />;
  return (
    <ErrorBoundary>
      <Router>
        <Route path="/" component={FindPage} />
        <Route path="/lookups/:id" component={LookupPage} />
        <Route path="/register" component={RegisterPage} />
        <Route path="/login" component={LogInPage} />
        <Route path="/signup" component={SignUpPage} />
        <Route path="/forgot" component={ForgotPage} />
        <Route path="/my" component={MyPage} />
        <Route path="/my/dogs/:id" component={DogPage} />
        <Route path="/about" component={AboutPage} />
        <Route default component={NotFoundPage} />
      </Router>
    </ErrorBoundary>
  );
}

function Bar() {
  return (
    <header class="bar no-print">
      <a class="skip" href="#main">
        {t("common.skip")}
      </a>
      <a class="brand" href="/">
        <Logo />
        SavePets
      </a>
      <Tabs />
      <fieldset class="languages">
        <legend class="visually-hidden">{t("common.language")}</legend>
        {(Object.keys(LANGUAGES) as Language[]).map((one) => (
          <button
            key={one}
            type="button"
            lang={one}
            aria-pressed={language.value === one}
            onClick={() => languageChoose(one)}
          >
            {LANGUAGES[one]}
          </button>
        ))}
      </fieldset>
    </header>
  );
}

function Tabs() {
  return (
    <nav class="tabs no-print" aria-label={t("common.navigation")}>
      <Tab href="/" icon="search" text={t("common.find")} />
      <Tab href="/register" icon="plus" text={t("common.register")} />
      <Tab href="/my" icon="user" text={t("common.my")} />
    </nav>
  );
}

function Tab({ href, icon, text }: { href: string; icon: IconName; text: string }) {
  const { path } = useLocation();
  const here = href === "/" ? path === "/" || path.startsWith("/lookups") : path.startsWith(href);
  return (
    <a class="tab" href={href} aria-current={here ? "page" : undefined}>
      <Icon name={icon} />
      {text}
    </a>
  );
}

function Banners() {
  return (
    <>
      {!online.value && (
        <p class="banner" role="status">
          {t("common.offline")}
        </p>
      )}
      {update.value && (
        <p class="banner" role="status">
          {t("common.newVersion")}{" "}
          <Button kind="quiet" onClick={update.value}>
            {t("common.reload")}
          </Button>
        </p>
      )}
    </>
  );
}
