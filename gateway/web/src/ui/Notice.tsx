import type { ComponentChildren } from "preact";
import { type Problem, problemText } from "../api/problems";
import { t } from "../i18n";
import { Button } from "./Button";
import { Icon, type IconName } from "./Icon";

type Tone = "info" | "good" | "warn" | "bad";
const ICONS: Record<Tone, IconName> = { info: "info", good: "check", warn: "warning", bad: "warning" };

/** A message in its colour. A bad one interrupts a screen reader, the others wait their turn. */
export function Notice({ tone = "info", children }: { tone?: Tone; children: ComponentChildren }) {
  return (
    <div class={`notice ${tone}`} role={tone === "bad" ? "alert" : "status"}>
      <Icon name={ICONS[tone]} />
      <div class="stack-small">{children}</div>
    </div>
  );
}

/** What went wrong, if anything did; with a button where trying again may help. */
export function ProblemNotice({ problem, onRetry }: { problem: Problem | null; onRetry?: () => void }) {
  return (
    problem && (
      <Notice tone={problem.passing ? "warn" : "bad"}>
        <p>{problemText(problem)}</p>
        {onRetry && problem.passing && (
          <div>
            <Button kind="secondary" icon="repeat" onClick={onRetry}>
              {t("common.retry")}
            </Button>
          </div>
        )}
      </Notice>
    )
  );
}
