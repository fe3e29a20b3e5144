import { useEffect, useState } from "preact/hooks";
import { asProblem, type Problem } from "../../api/problems";
import { language, t } from "../../i18n";
import { useBlobUrl } from "../../ui/BlobPicture";
import { Button, ButtonLink } from "../../ui/Button";
import { ProblemNotice } from "../../ui/Notice";
import { cardDraw } from "./card";
import "./card.css";

export interface CardOf {
  name: string;
  number: string;
  /** Breed, birth year. */
  about: string;
  picture: Blob | null;
}

/** The card of a registered dog, to save and to print. */
export function DogCard(dog: CardOf) {
  const { card, problem } = useCard(dog);
  const url = useBlobUrl(card);
  return (
    <section class="stack-small" aria-labelledby="dog-card">
      <h2 id="dog-card">{t("register.card.heading")}</h2>
      <p class="soft">{t("register.card.text")}</p>
      <ProblemNotice problem={problem} />
      {url ? (
        <img class="dog-card" src={url} alt={t("register.card.alt", { name: dog.name, number: dog.number })} />
      ) : (
        <div class="dog-card skeleton" />
      )}
      {url && (
        <div class="pair">
          <ButtonLink href={url} download={`savepets-${dog.number}.png`} kind="secondary" icon="download">
            {t("register.card.save")}
          </ButtonLink>
          <Button kind="secondary" icon="print" onClick={() => window.print()}>
            {t("register.card.print")}
          </Button>
        </div>
      )}
    </section>
  );
}

function useCard({ name, number, about, picture }: CardOf) {
  const [card, setCard] = useState<Blob | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    let over = false;
    const words = {
      title: t("register.card.title"),
      name,
      about,
      numberLabel: t("register.card.number"),
      number,
      found: t("register.card.found", { host: location.host }),
    };
    cardDraw(words, picture)
      .then((drawn) => over || setCard(drawn))
      .catch((error) => over || setProblem(asProblem(error)));
    return () => {
      over = true;
    };
  }, [name, number, about, picture, language.value]);
  return { card, problem };
}
