import { t } from "../../i18n";
import { ButtonLink } from "../../ui/Button";
import { Page } from "../../ui/Page";
import { Picture } from "../../ui/Picture";
import type { Lookup } from "./LookupPage";

const SHELTERS = "https://www.animal.go.kr";
const STEPS = ["safe", "vet", "shelter", "neighbours"] as const;

/** Nobody has registered this dog: what helps it now. */
export function NextSteps({ lookup }: { lookup: Lookup }) {
  return (
    <Page key="not_registered" title={t("find.notRegistered.title")}>
      {lookup.photo_url && <Picture url={lookup.photo_url} alt={t("find.yourPhoto")} class="find-photo aside" />}
      <p>{t("find.notRegistered.meaning")}</p>
      <section class="card" aria-labelledby="next">
        <h2 id="next">{t("find.notRegistered.next")}</h2>
        <ol class="tips">
          {STEPS.map((step, index) => (
            <li key={step}>
              <span class="tip-number" aria-hidden="true">
                {index + 1}
              </span>
              <div>
                <strong>{t(`find.notRegistered.steps.${step}.what`)}</strong>
                <p class="soft">{t(`find.notRegistered.steps.${step}.how`)}</p>
                {step === "shelter" && (
                  <p>
                    <a class="touch" href={SHELTERS} rel="noreferrer" target="_blank">
                      {t("find.notRegistered.site")}
                    </a>
                  </p>
                )}
              </div>
            </li>
          ))}
        </ol>
      </section>
      <ButtonLink href="/" kind="secondary" icon="camera" wide>
        {t("find.searchAgain")}
      </ButtonLink>
    </Page>
  );
}
