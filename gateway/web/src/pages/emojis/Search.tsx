import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../i18n";
import { Icon } from "../../ui/Icon";
import { NAME_LENGTH } from "./data";

const PAUSE_MS = 300; // of somebody who has typed what they meant

/** A field that searches by itself, once one has stopped typing. */
export function Search({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const [typed, setTyped] = useState(value);
  const asked = useRef(value);
  const timer = useRef(0);
  const ask = (text: string) => {
    if (text.trim() === asked.current) return;
    asked.current = text.trim();
    onSearch(asked.current);
  };
  const type = (text: string) => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => ask(text), PAUSE_MS);
  };
  useEffect(() => {
    if (value === asked.current) return;
    clearTimeout(timer.current);
    asked.current = value; // somebody went back
    setTyped(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const submit = (event: Event) => {
    event.preventDefault();
    ask(typed);
  };
  return (
    <search>
      <form class="gallery-search" onSubmit={submit}>
        <Icon name="search" />
        <input
          type="search"
          aria-label={t("emojis.gallery.search")}
          placeholder={t("emojis.gallery.search")}
          maxLength={NAME_LENGTH}
          enterkeyhint="search"
          value={typed}
          onInput={(event) => type(event.currentTarget.value)}
        />
      </form>
    </search>
  );
}
