import { useState } from "preact/hooks";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";

/** Passing the result on: by whatever the phone offers, else by the clipboard. */
export function Share({ name }: { name: string }) {
  const [said, setSaid] = useState("");
  const share = async () => {
    const what = { title: t("find.share.subject", { name }), url: location.href };
    try {
      if (navigator.share) return await navigator.share(what);
      await navigator.clipboard.writeText(what.url);
      setSaid(t("find.share.copied"));
    } catch (error) {
      if ((error as DOMException).name !== "AbortError") setSaid(t("find.share.byHand", { address: what.url }));
    }
  };
  return (
    <section class="stack-small">
      <Button kind="secondary" icon="share" wide onClick={() => void share()}>
        {t("find.share.button")}
      </Button>
      <p class="soft small">{t("find.share.hint")}</p>
      <p role="status" class="small">
        {said}
      </p>
    </section>
  );
}
