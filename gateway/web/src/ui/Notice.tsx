import type { ComponentChildren } from "preact";
import { type Problem, problemText } from "../api/problems";
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

/** What went wrong, if anything did. */
export function ProblemNotice({ problem }: { problem: Problem | null }) {
  return problem && <Notice tone={problem.passing ? "warn" : "bad"}>{problemText(problem)}</Notice>;
}
