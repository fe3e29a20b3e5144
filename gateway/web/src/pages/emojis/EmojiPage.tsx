import { useEffect } from "preact/hooks";
import { useRoute } from "preact-iso";
import { t } from "../../i18n";
import { online } from "../../online";
import { profile } from "../../session/account";
import { ButtonLink } from "../../ui/Button";
import { ProblemNotice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Skeleton } from "../../ui/Skeleton";
import { useLoaded } from "../../ui/useLoaded";
import { type Emoji, emojiLoad } from "./data";
import { Draft, Published, Unfinished } from "./EmojiStates";
import "./emojis.css";

const POLL_MS = 2000;
const GONE = ["not_found", "gone", "permission_denied"];

/** One template: to be used, and by its maker to be looked at, published and deleted. */
export function EmojiPage() {
  const { params } = useRoute();
  const id = params.id!;
  const isNobody = profile.value === null; // a private template is shown to its maker only
  const { data, problem, reload, setData } = useLoaded(
    (signal) => emojiLoad(id, signal),
    `${id} ${isNobody} ${online.value}`,
  );
  const emoji = data?.id === id ? data : null;
  useEffect(() => {
    if (emoji?.state !== "pending") return;
    const timer = setTimeout(reload, POLL_MS);
    return () => clearTimeout(timer);
  }, [emoji, problem]);

  if (emoji) return <Shown key={emoji.id} emoji={emoji} onChange={setData} />;
  if (problem && GONE.includes(problem.code)) return <Gone />;
  return (
    <Page key="loading" title={t("emojis.one.title")}>
      <ProblemNotice problem={problem} onRetry={reload} />
      {!problem && <Skeleton />}
    </Page>
  );
}

function Shown({ emoji, onChange }: { emoji: Emoji; onChange: (emoji: Emoji) => void }) {
  if (emoji.state !== "draft") return <Unfinished emoji={emoji} />;
  return emoji.published ? <Published emoji={emoji} /> : <Draft emoji={emoji} onChange={onChange} />;
}

function Gone() {
  return (
    <Page key="gone" title={t("emojis.gone.title")}>
      <p>{t(profile.value ? "emojis.gone.text" : "emojis.gone.logIn")}</p>
      <ButtonLink href="/emojis" icon="smile" wide>
        {t("emojis.one.others")}
      </ButtonLink>
    </Page>
  );
}
