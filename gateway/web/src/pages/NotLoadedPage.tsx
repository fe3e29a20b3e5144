import { t } from "../i18n";
import { Button } from "../ui/Button";
import { Page } from "../ui/Page";

/** In place of a page whose script did not come: the network is away, or there is a newer client with other files. */
export function NotLoadedPage() {
  return (
    <Page title={t("common.notLoaded")}>
      <p>{t("problems.codes.unreachable")}</p>
      <Button icon="repeat" onClick={() => location.reload()}>
        {t("common.retry")}
      </Button>
    </Page>
  );
}
