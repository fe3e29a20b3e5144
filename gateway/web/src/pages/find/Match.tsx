import type { Schemas } from "../../api/client";
import { t, tCode } from "../../i18n";
import { sessionState } from "../../session/token";
import { ButtonLink } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Picture } from "../../ui/Picture";
import { breedText } from "./breeds";
import { Contact } from "./Contact";
import { Evidence } from "./Evidence";
import type { Lookup } from "./LookupPage";
import { Share } from "./Share";

type Dog = Schemas["DogOutput"];

/** The dog is known: who it is, how sure that is, and how to reach its owner. */
export function Match({ lookup }: { lookup: Lookup }) {
  const { dog, evidence } = lookup;
  if (!dog) return null;
  const band = lookup.band === "certain" ? "certain" : "probable";
  return (
    <Page key="match" title={t(`find.match.${band}.title`, { name: dog.name })}>
      <section class="card">
        <div class="dog">
          <Picture url={dog.photo_url} alt={t("find.match.picture", { name: dog.name })} class="dog-picture" />
          <Facts dog={dog} band={band} />
        </div>
        <p>{t(`find.match.${band}.meaning`)}</p>
      </section>
      {evidence && <Evidence evidence={evidence} />}
      <Owner lookup={lookup} dog={dog} />
      {sessionState.value === "closed" && <Share name={dog.name} />}
      <ButtonLink href="/" kind="quiet" icon="camera" wide>
        {t("find.match.other")}
      </ButtonLink>
    </Page>
  );
}

function Facts({ dog, band }: { dog: Dog; band: "certain" | "probable" }) {
  return (
    <div class="stack-small">
      <p>
        <span class={`badge ${band === "certain" ? "good" : "warn"}`}>{tCode("find.bands", band)}</span>
      </p>
      <dl class="facts">
        <div>
          <dt>{t("find.match.breed")}</dt>
          <dd>{breedText(dog.breed)}</dd>
        </div>
        <div>
          <dt>{t("find.match.number")}</dt>
          <dd class="number">{dog.number}</dd>
        </div>
        <div>
          <dt>{t("find.match.owner")}</dt>
          <dd>{dog.owner.display}</dd>
        </div>
      </dl>
    </div>
  );
}

function Owner({ lookup, dog }: { lookup: Lookup; dog: Dog }) {
  const { phone, email, reachable } = dog.owner;
  return (
    <section class="card" aria-labelledby="owner">
      <h2 id="owner" tabIndex={-1}>
        {t("find.contact.title")}
      </h2>
      {phone && (
        <ButtonLink href={`tel:${phone}`} icon="phone" wide large>
          {t("find.contact.call", { phone })}
        </ButtonLink>
      )}
      {email && (
        <ButtonLink href={`mailto:${email}`} kind="secondary" icon="mail" wide>
          {email}
        </ButtonLink>
      )}
      {reachable ? (
        <Contact lookupId={lookup.id} name={dog.name} />
      ) : (
        <Notice tone="warn">{t(phone || email ? "find.contact.noMessages" : "find.contact.unreachable")}</Notice>
      )}
    </section>
  );
}
