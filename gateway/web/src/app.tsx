/** The frame around every page, and which page an address shows. */
import type { FunctionComponent } from "preact";
import { useEffect, useErrorBoundary } from "preact/hooks";
import { ErrorBoundary, LocationProvider, lazy, Route, Router, useLocation } from "preact-iso";
import { LANGUAGES, type Language, language, languageChoose, type Text, t } from "./i18n";
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
const GalleryPage = later(() => import("./pages/emojis/GalleryPage").then((room) => room.GalleryPage));
const NewEmojiPage = later(() => import("./pages/emojis/NewEmojiPage").then((room) => room.NewEmojiPage));
const EmojiPage = later(() => import("./pages/emojis/EmojiPage").then((room) => room.EmojiPage));
const CoverPage = later(() => import("./pages/cover/CoverPage").then((room) => room.CoverPage));
const CoverResultPage = later(() => import("./pages/cover/ResultPage").then((room) => room.ResultPage));
const RankingPage = later(() => import("./pages/ranking/RankingPage").then((room) => room.RankingPage));
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
        <Route path="/my/:tab?" component={MyPage} />
        <Route path="/my/dogs/:id" component={DogPage} />
        <Route path="/emojis" component={GalleryPage} />
        <Route path="/emojis/new" component={NewEmojiPage} />
        <Route path="/emojis/:id" component={EmojiPage} />
        <Route path="/cover" component={CoverPage} />
        <Route path="/cover/:id" component={CoverResultPage} />
        <Route path="/ranking" component={RankingPage} />
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

/** The ways through the client, and the addresses that lie on each. */
const WAYS: { href: string; icon: IconName; text: Text; on: RegExp }[] = [
  { href: "/", icon: "search", text: "common.find", on: /^\/($|lookups)/ },
  { href: "/register", icon: "plus", text: "common.register", on: /^\/register/ },
  { href: "/cover", icon: "smile", text: "common.cover", on: /^\/(cover|emojis|ranking)/ },
  { href: "/my", icon: "user", text: "common.my", on: /^\/my/ },
];

function Tabs() {
  const { path } = useLocation();
  return (
    <nav class="tabs no-print" aria-label={t("common.navigation")}>
      {WAYS.map(({ href, icon, text, on }) => (
        <a key={href} class="tab" href={href} aria-current={on.test(path) ? "page" : undefined}>
          <Icon name={icon} />
          {t(text)}
        </a>
      ))}
    </nav>
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
