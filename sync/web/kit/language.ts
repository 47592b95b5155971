// The language of the page, its messages, and texts that the catalogue brings in several languages.
import {signal} from "@preact/signals";
import type {Messages} from "generated/messages";
import {type Arguments, type Bodies, locale_of, write} from "kit/icu";

export type Language = "en" | "ur" | "az";
export type Text = {en?: string; ur?: string; az?: string};
export type Key = keyof Messages;

// Urdu takes Latin digits: identity numbers, dates and money read the same on paper and on the screen.
const tags: Record<Language, string> = {en: "en-GB", ur: "ur-PK-u-nu-latn", az: "az-AZ"};
export const own_names: Record<Language, string> = {en: "English", ur: "اردو", az: "Azərbaycanca"};
const bodies = new Map<Language, Bodies>();
const loaders: Record<Language, () => Promise<{bodies: Bodies}>> = {
  en: () => import("generated/messages.en"),
  ur: () => import("generated/messages.ur"),
  az: () => import("generated/messages.az"),
};

export const language = signal<Language>("en");
export const locale_tag = (l: Language = language.value): string => tags[l];
export const direction = (l: Language): "rtl" | "ltr" => (l === "ur" ? "rtl" : "ltr");

export async function load_language(l: Language): Promise<void> {
  if (!bodies.has(l)) bodies.set(l, (await loaders[l]()).bodies);
}

export async function use_language(l: Language): Promise<void> {
  await load_language(l);
  document.documentElement.lang = l;
  document.documentElement.dir = direction(l);
  language.value = l;
}

// A key that is put together while running, such as `error.CODE`; null where there is no such message.
export function say_if_known(key: string, args: Arguments = {}, l: Language = language.value): string | null {
  const body = bodies.get(l)?.[key];
  return body === undefined ? null : write(body, args, locale_of(tags[l]));
}

type Rest<K extends Key> = Messages[K] extends undefined ? [] : [args: Messages[K]];

export function say<K extends Key>(key: K, ...rest: Rest<K>): string {
  return say_if_known(key, (rest[0] ?? {}) as Arguments) ?? key;
}

// The same in another language, which `load_language` has brought: for what the citizen reads.
export function say_in<K extends Key>(l: Language, key: K, ...rest: Rest<K>): string {
  return say_if_known(key, (rest[0] ?? {}) as Arguments, l) ?? say(key, ...rest);
}

// Digits joined by hyphens (identity and telephone numbers): in a right-to-left line their groups would change places.
const codes = /\d[\d-]*-[\d-]*\d/g;
const in_order = (words: string, l: Language): string =>
  direction(l) === "rtl" ? words.replace(codes, "\u2066$&\u2069") : words;

export function text(t: Text | null | undefined, l: Language = language.value): string {
  return in_order(t?.[l] ?? t?.en ?? t?.ur ?? t?.az ?? "", l);
}
