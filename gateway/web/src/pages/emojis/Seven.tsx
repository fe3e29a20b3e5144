import { useState } from "preact/hooks";
import { t, tCode } from "../../i18n";
import { Choice } from "../../ui/Choice";
import { EXPRESSIONS } from "../../ui/Face";
import type { Emoji } from "./data";
import { EmojiFace } from "./EmojiFace";

const GROUNDS = ["checker", "light", "dark"] as const;
type Ground = (typeof GROUNDS)[number];

/** The seven pictures of a template; on grounds that show what the cutting out has left or taken. */
export function Seven({ emoji, grounds }: { emoji: Emoji; grounds?: boolean }) {
  const [ground, setGround] = useState<Ground>(grounds ? "checker" : "light");
  return (
    <>
      {grounds && (
        <Choice
          legend={t("emojis.draft.ground")}
          value={ground}
          options={GROUNDS.map((value) => ({ value, text: t(`emojis.draft.grounds.${value}`) }))}
          onValue={setGround}
        />
      )}
      <ul class="seven">
        {EXPRESSIONS.map((expression) => {
          const name = tCode("emojis.expressions", expression) ?? expression;
          return (
            <li key={expression}>
              <span class={`seven-tile ${grounds ? ground : "calm"}`}>
                <EmojiFace emoji={emoji} of={expression} alt={name} class="seven-picture" />
              </span>
              <span class="seven-name" aria-hidden="true">
                {name}
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
