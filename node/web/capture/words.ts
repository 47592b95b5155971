// What is captured, how it goes and what went wrong, in words.
import {type Language, language, say_if_known, say_in} from "kit/language";
import type {Capture, Question} from "../api";
import {condition_words} from "../devices/words";

export type Family = Exclude<Question["capture"], "">;
export const tries_max = 3; // faults of the citizen's hand before an exception is offered

// A question of type image or file without a device of its own is answered by a picture or a file all the same.
export const family_of = (q: Question): Family | null =>
  q.capture || (q.type === "image" ? "camera" : q.type === "file" ? "scanner" : null);
// Of a person, not of a paper.
export const is_reading = (q: Question | undefined): boolean =>
  q === undefined || ["fingerprint", "camera"].includes(family_of(q) ?? "");
// Drawn on the screen, if not on paper.
export const is_signature = (q: Question): boolean => q.type === "image" && /\bsignature\b/.test(q.appearance);
export const is_file = (q: Question): boolean => q.type === "image" || q.type === "file";

const known = (key: string, l: Language = language.value): string => say_if_known(key, {}, l) ?? "";
export const finger_words = (position: string, l: Language = language.value): string =>
  known(`finger.${position}`, l) || say_in(l, "finger.any");

// What the citizen should do now; read out in their language.
export function state_words(family: Family, state: string, position: string, l: Language = language.value): string {
  if (state === "waiting" && family === "fingerprint")
    return say_in(l, "capture.waiting.fingerprint", {finger: finger_words(position, l)});
  if (state === "waiting") return known(`capture.waiting.${family}`, l);
  return known(`capture.state.${state}`, l) || say_in(l, "capture.state.reading");
}

export const fault_words = (c: Capture): string =>
  condition_words({code: c.fault || "capture_failed", severity: "error"});
