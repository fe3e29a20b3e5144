import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import { asProblem } from "../../api/problems";
import { t, tCode } from "../../i18n";
import { profile, profileLoad } from "../../session/account";
import { BlobPicture } from "../../ui/BlobPicture";
import { Button, ButtonLink } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Unverified } from "../my/Unverified";
import { aboutDog } from "./about";
import { DogCard } from "./DogCard";
import { type Draft, SHOTS } from "./draft";
import { Faults, Quality, shotText } from "./Shots";
import { type Registration, send, sendingPutAside } from "./sending";
import { draft, startAnew } from "./store";

interface Props {
  task: Registration;
  sent: Draft;
}

/** What has come of a registration. */
export function Result({ task, sent }: Props) {
  if (task.state === "failed") return <Failed code={task.error?.code ?? "internal_error"} />;
  switch (task.outcome) {
    case "registered":
      return <Registered number={task.result!.number!} id={task.result!.dog_id} sent={sent} />;
    case "rejected":
      return <Rejected photos={task.result?.photos ?? []} sent={sent} />;
    case "needs_review":
      return <NeedsReview sent={sent} />;
    default:
      return <AlreadyRegistered />;
  }
}

function Registered({ number, id, sent: { data, picture } }: { number: string; id: string; sent: Draft }) {
  useEffect(() => {
    profileLoad().catch(asProblem); // the address may have been verified meanwhile
  }, []);
  return (
    <Page title={t("register.registered.title", { name: data.name })}>
      <p class="lead">{t("register.registered.text")}</p>
      <p class="big-number">
        <span class="soft small">{t("register.card.number")}</span>
        <strong class="number">{number}</strong>
      </p>
      {profile.value?.email_verified === false && <Unverified />}
      <DogCard name={data.name} number={number} about={aboutDog(data.breedTyped, data.birth_year)} picture={picture} />
      <ButtonLink href={`/my/dogs/${id}`} wide>
        {t("register.registered.toDog", { name: data.name })}
      </ButtonLink>
      <Another kind="quiet" />
    </Page>
  );
}

function Rejected({ photos, sent }: { photos: NonNullable<Registration["result"]>["photos"]; sent: Draft }) {
  const verdicts = photos ?? [];
  const bad = verdicts.filter(({ reasons }) => reasons.length).length;
  return (
    <Outcome title={t("register.rejected.title", { count: bad })} text={t("register.rejected.text")}>
      <ol class="verdicts">
        {sent.good.map((shot, index) => {
          const verdict = verdicts.find((one) => one.index === index);
          const faults = verdict?.reasons ?? [];
          const quality = verdict?.quality ?? shot.quality;
          return (
            <li key={shot.id} class={`verdict ${faults.length ? "bad" : "good"}`}>
              <span class="verdict-picture">
                <BlobPicture blob={shot.blob} alt={shotText(index + 1, quality)} />
                <Quality of={quality} />
              </span>
              {faults.length ? <Faults of={faults} /> : <p class="grow">{t("register.rejected.kept")}</p>}
            </li>
          );
        })}
      </ol>
      <BackTo step="noses">{t("register.rejected.again", { count: bad || SHOTS })}</BackTo>
    </Outcome>
  );
}

function AlreadyRegistered() {
  return (
    <Outcome title={t("register.already.title")} text={t("register.already.text")}>
      <ul class="card bullets">
        <li>{t("register.already.mine")}</li>
        <li>{t("register.already.adopted")}</li>
        <li>{t("register.already.found")}</li>
      </ul>
      <ButtonLink href="/my" wide>
        {t("register.already.toMine")}
      </ButtonLink>
      <Another kind="secondary" />
    </Outcome>
  );
}

function NeedsReview({ sent }: { sent: Draft }) {
  const me = profile.value;
  useEffect(() => {
    profileLoad().catch(asProblem);
  }, []);
  return (
    <Outcome title={t("register.review.title", { name: sent.data.name })} text={t("register.review.text")}>
      <Notice>
        <p>{me?.email_verified ? t("register.review.letter", { email: me.email }) : t("register.review.look")}</p>
      </Notice>
      {me?.email_verified === false && <Unverified />}
      <ButtonLink href="/my" wide>
        {t("register.review.toMine")}
      </ButtonLink>
    </Outcome>
  );
}

function Failed({ code }: { code: string }) {
  return (
    <Outcome title={t("register.failed.title")} text={t("register.failed.text")}>
      <Notice tone="bad">
        <p>{tCode("problems.codes", code) ?? t("problems.codes.internal_error")}</p>
      </Notice>
      <Button wide large icon="repeat" onClick={() => send(draft.peek())}>
        {t("common.retry")}
      </Button>
      <BackTo step="noses" kind="quiet">
        {t("register.failed.change")}
      </BackTo>
    </Outcome>
  );
}

function Outcome({ title, text, children }: { title: string; text: string; children: ComponentChildren }) {
  return (
    <Page title={title}>
      <p>{text}</p>
      {children}
    </Page>
  );
}

type Kind = "primary" | "secondary" | "quiet";

/** To a step of the same registration, with everything in it. */
function BackTo({ step, kind = "primary", children }: { step: string; kind?: Kind; children: string }) {
  const { route } = useLocation();
  const back = () => {
    sendingPutAside();
    route(`/register?step=${step}`);
  };
  return (
    <Button wide large={kind === "primary"} kind={kind} onClick={back}>
      {children}
    </Button>
  );
}

function Another({ kind }: { kind: Kind }) {
  const { route } = useLocation();
  const another = () => {
    startAnew();
    route("/register?step=noses");
  };
  return (
    <Button wide kind={kind} icon="plus" onClick={another}>
      {t("register.registered.another")}
    </Button>
  );
}
