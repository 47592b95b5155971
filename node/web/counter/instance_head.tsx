// The line of one instance: its number, its own words, what is missing in it; it folds and unfolds, and it asks before
// it goes.
import {useSignal} from "@preact/signals";
import {language, say, text} from "kit/language";
import {Ask} from "kit/parts/ask";
import {Icon} from "kit/parts/icon";
import {is_file} from "../capture/words";
import type {FormNode, Repeat} from "../api";
import {answer_words} from "./answer_words";
import type {Filling} from "./filling";
import {shown_places} from "./outline";

const words_max = 3; // answers that name an instance

interface Props {
  repeat: Repeat;
  instance: string;
  number: number;
  filling: Filling;
  removed: (words: string) => void;
}

// The first answers of an instance: who or what it is about.
export function own_words(children: readonly FormNode[], instance: string, filling: Filling): string {
  const flat = children.filter(n => n.kind !== "repeat");
  return shown_places(flat, filling, instance)
    .filter(p => p.instance === instance && !is_file(p.question) && !["note", "acknowledge"].includes(p.question.type))
    .map(p => ({...p, value: filling.questions.get(p.key)?.value.value ?? ""}))
    .filter(p => p.value !== "")
    .slice(0, words_max)
    .map(p => answer_words(p.question, p.value, language.value))
    .join(" · ");
}

export function InstanceHead({repeat, instance, number, filling, removed}: Props) {
  const asking = useSignal(false);
  const open = filling.unfolded.has(instance);
  const left = filling.missing_in(instance);
  const nth = say("repeat.nth", {label: text(repeat.label), number});
  const words = own_words(repeat.children, instance, filling);
  const whole = words ? `${nth}: ${words}` : nth;
  const remove = async () => {
    await filling.remove_instance(instance);
    removed(nth);
  };
  return (
    <div class="instance-line">
      <button
        type="button"
        class="instance-head"
        aria-expanded={open}
        onClick={() => filling.unfolded.turn(instance)}
        onKeyDown={e => {
          if (e.key === "Delete" && !repeat.counted) asking.value = true;
        }}
      >
        <Icon name="down" />
        <span class="instance-words">
          <strong>{nth}</strong>
          {words && <bdi class="datum">{words}</bdi>}
        </span>
        <span class={`rail-note ${left > 0 ? "care" : "good"}`}>
          {left > 0 ? say("rail.left", {count: left}) : say("rail.whole")}
        </span>
      </button>
      {!repeat.counted && (
        <button type="button" class="button plain" onClick={() => (asking.value = true)}>
          {say("repeat.remove")}
          <span class="hidden">: {whole}</span>
        </button>
      )}
      {asking.value && (
        <Ask
          title={say("repeat.remove_title", {what: whole})}
          consequence={say("repeat.remove_text")}
          yes={say("repeat.remove_yes")}
          danger
          run={remove}
          close={() => (asking.value = false)}
        />
      )}
    </div>
  );
}
