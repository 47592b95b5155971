// An answer as it is read out, in a language.
import {type Language, say_in, text} from "kit/language";
import {value_text} from "kit/format";
import {manner_of} from "kit/typed";
import type {Question} from "../api";

export function answer_words(q: Question, value: string, l: Language): string {
  if (value === "") return say_in(l, "record.blank");
  if (q.type === "acknowledge") return say_in(l, "question.agreed");
  if (q.type === "geopoint") return value_text(value);
  if (!q.type.startsWith("select_")) return manner_of(q).show(value);
  const label = (name: string) => text(q.choices.find(c => c.name === name)?.label, l) || name;
  return value.split(" ").filter(Boolean).map(label).join(say_in(l, "list.comma"));
}
