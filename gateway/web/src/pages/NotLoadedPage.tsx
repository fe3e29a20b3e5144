import { t } from "../i18n";
import { Button } from "../ui/Button";
import { Page } from "../ui/Page";

/** In place of a page that cannot be drawn, or whose script did not come: the network is away, or the client is old. */
export function NotLoadedPage({ code }: { code: "unreachable" | "server_error" }) {
  return (
    <Page title={t("common.notLoaded")}>
      <p>{t(`problems.codes.${code}`)}</p>
      <Button icon="repeat" onClick={() => location.reload()}>
        {t("common.retry")}
      </Button>
    </Page>
  );
}
