/**
 * The texts in both languages, one file a room. A component that calls `t` is drawn again when the language changes.
 */
import { effect, signal } from "@preact/signals";
import i18next from "i18next";
import { en } from "./en";
import { ko } from "./ko";

export type Language = "en" | "ko";
export const LANGUAGES: Record<Language, string> = { ko: "한국어", en: "English" };

/** Dotted keys of a catalogue; `count` chooses between those that end in _one and _other. */
type Keys<Catalogue> = {
  [Key in keyof Catalogue & string]: Catalogue[Key] extends string
    ? Key extends `${infer Base}_${"one" | "other"}`
      ? Base
      : Key
    : `${Key}.${Keys<Catalogue[Key]>}`;
}[keyof Catalogue & string];
export type Text = Keys<typeof en>;

const STORED = "language";

i18next.init({
  resources: { en: { translation: en }, ko: { translation: ko } },
  fallbackLng: "en",
  interpolation: { escapeValue: false }, // Preact escapes
  initAsync: false,
});

export const language = signal<Language>(preferred());

effect(() => {
  document.documentElement.lang = language.value;
});

export function languageChoose(chosen: Language): void {
  localStorage.setItem(STORED, chosen);
  language.value = chosen;
}

function preferred(): Language {
  const wanted = localStorage.getItem(STORED) ?? navigator.language;
  return wanted.startsWith("ko") ? "ko" : "en";
}

/** The text of a key, such as `t("find.title")`, with the values that stand in it as {{name}}. */
export function t(key: Text, values: Record<string, string | number> = {}): string {
  return i18next.t(key, { lng: language.value, ...values });
}

/** The text of a key that is put together from a code; undefined where there is none. */
export function tCode(room: string, code: string, values: Record<string, string | number> = {}): string | undefined {
  const key = `${room}.${code}`;
  return i18next.exists(key, { lng: language.value, ...values }) ? t(key as Text, values) : undefined;
}

export function formatDate(iso: string): string {
  return new Intl.DateTimeFormat(language.value, { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
}

/** A share of 1 in whole percent. */
export function formatPercent(share: number): string {
  return new Intl.NumberFormat(language.value, { style: "percent" }).format(share);
}
