import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { answered, api, fetchPicture } from "../../../api/client";
import { formatDate, language, t, tCode } from "../../../i18n";
import { Button } from "../../../ui/Button";
import { Picture } from "../../../ui/Picture";
import { useLoaded } from "../../../ui/useLoaded";
import { aboutDog } from "../../register/about";
import { type Breed, breedName } from "../../register/breeds";
import { DogCard } from "../../register/DogCard";
import { Faults } from "../../register/Shots";
import { change, startAnew } from "../../register/store";
import type { Dog } from "../DogPage";
import { Unverified } from "../Unverified";
import { dataOf } from "./data";

const TONES = { registered: "good", pending: "", needs_review: "warn", rejected: "bad" } as const;

/** A dog as its owner sees it. */
export function DogSheet({ dog }: { dog: Dog }) {
  const breeds = useLoaded((signal) => answered(api.GET("/api/v1/dogs/breeds", { signal })));
  const breed = breedName(breeds.data ?? [], dog.breed, language.value);
  return (
    <>
      <div class="dog-head">
        <Picture url={dog.photo_url} alt={t("register.page.photoOf", { name: dog.name })} class="dog-photo" />
        <div class="stack-small">
          <span>
            <span class={`badge ${TONES[dog.state]}`}>{tCode("my.dogs.state", dog.state)}</span>
          </span>
          <p>{aboutDog(breed, dog.birth_year)}</p>
          <p class="soft small">{when(dog)}</p>
        </div>
      </div>
      <p>{stateText(dog)}</p>
      {dog.state === "rejected" && <Rejection dog={dog} breeds={breeds.data ?? []} />}
      {!dog.reachable && dog.state !== "rejected" && <Unverified />}
      {dog.number && (
        <>
          <p class="big-number">
            <span class="soft small">{t("register.card.number")}</span>
            <strong class="number">{dog.number}</strong>
          </p>
          {breeds.data && <Card dog={dog} number={dog.number} about={aboutDog(breed, dog.birth_year)} />}
        </>
      )}
      <Data dog={dog} />
    </>
  );
}

function when({ registered_at, created_at }: Dog): string {
  return registered_at
    ? t("register.page.registeredOn", { date: formatDate(registered_at) })
    : t("register.page.triedOn", { date: formatDate(created_at) });
}

function stateText({ state, rejection, name }: Dog): string {
  return tCode("register.page.state", state === "rejected" ? rejection : state, { name }) ?? "";
}

/** Why, photo by photo, and the way to another try with the same data. */
function Rejection({ dog, breeds }: { dog: Dog; breeds: Breed[] }) {
  const { route } = useLocation();
  const again = () => {
    startAnew();
    change({ type: "said", data: dataOf(dog, breeds) });
    route("/register?step=noses");
  };
  return (
    <>
      {dog.rejection === "photos" && (
        <ol class="verdicts">
          {dog.nose_photos.map(({ index, reasons }) => (
            <li key={index} class={`verdict ${reasons.length ? "bad" : "good"}`}>
              <strong class="dog-photo-number">{index + 1}</strong>
              {reasons.length ? <Faults of={reasons} /> : <p class="grow">{t("register.page.photoGood")}</p>}
            </li>
          ))}
        </ol>
      )}
      <Button wide icon="repeat" onClick={again}>
        {t("register.page.tryAgain", { name: dog.name })}
      </Button>
    </>
  );
}

/** Once its picture is there. */
function Card({ dog, number, about }: { dog: Dog; number: string; about: string }) {
  const [picture, setPicture] = useState<Blob | null | undefined>();
  useEffect(() => {
    const abort = new AbortController();
    const load = dog.photo_url ? fetchPicture(dog.photo_url, abort.signal) : Promise.resolve(null);
    load.then(setPicture).catch(() => abort.signal.aborted || setPicture(null)); // a card without it is a card, too
    return () => abort.abort();
  }, [dog]);
  if (picture === undefined) return <div class="dog-card skeleton" />;
  return <DogCard name={dog.name} number={number} about={about} picture={picture} />;
}

function Data({ dog }: { dog: Dog }) {
  const entries = [
    [t("register.dog.sex"), t(`register.dog.sexes.${dog.sex}`)],
    [t("register.dog.neutered"), dog.neutered === null ? "" : t(`register.dog.answers.${dog.neutered}`)],
    [t("register.dog.coatColour"), dog.coat_colour],
    [t("register.dog.marks"), dog.marks],
    [t("register.dog.animalNumber"), dog.animal_number],
  ];
  return (
    <section class="card" aria-labelledby="dog-data">
      <h2 id="dog-data">{t("register.page.data")}</h2>
      <dl class="dog-data">
        {entries.map(([term, value]) => (
          <div key={term}>
            <dt class="soft small">{term}</dt>
            <dd>{value || <span class="soft">{t("register.page.none")}</span>}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
