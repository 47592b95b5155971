// One of a long list, narrowed by a few letters (WAI-ARIA's combobox with a listbox). Enter takes the marked one.
import {type Signal, useSignal} from "@preact/signals";
import {useEffect, useRef} from "preact/hooks";
import {type Answering, aria, type Choice} from "kit/answer/answering";
import {fold, matches} from "kit/fold";
import {say, text} from "kit/language";

const shown_max = 60;

export function Combo(a: Answering) {
  const typed = useSignal<string | null>(null); // null: nothing yet, the answer's own words stand there
  const open = useSignal(false);
  const marked = useSignal(-1);
  const {choices} = a.asked;
  const found = open.value ? narrowed(choices, typed.value ?? "") : [];
  const close = () => {
    typed.value = null;
    open.value = false;
  };
  const take = (name: string) => {
    close();
    a.put(name);
    a.chosen?.();
  };
  // No words are no answer, words that name one alone are that one; others are forgotten.
  const leave = () => {
    const meant = typed.value ? found[named(found, typed.value)] : undefined;
    if (typed.value === "") take("");
    else if (meant) take(meant.name);
    else close();
  };
  const show = () => {
    if (open.value) return;
    open.value = true;
    marked.value = choices.findIndex(c => c.name === a.value);
  };
  const here = found[marked.value];
  return (
    <>
      <label for={a.id}>{a.label}</label>
      <div class="combo">
        <input
          id={a.id}
          class="input"
          role="combobox"
          dir="auto"
          autocomplete="off"
          spellcheck={false}
          aria-expanded={open.value}
          aria-controls={open.value ? `${a.id}-list` : undefined}
          aria-autocomplete="list"
          aria-activedescendant={here ? option_id(a.id, here) : undefined}
          aria-required={a.required ? "true" : undefined}
          {...aria(a)}
          disabled={a.read_only}
          placeholder={say("choices.narrow")}
          value={typed.value ?? (text(choices.find(c => c.name === a.value)?.label) || a.value)}
          onInput={e => {
            typed.value = e.currentTarget.value;
            open.value = true;
            marked.value = typed.value === "" ? -1 : Math.max(0, named(narrowed(choices, typed.value), typed.value));
          }}
          onFocus={e => e.currentTarget.select()}
          onClick={show}
          onKeyDown={e => keys(e, {open, marked, found: found.slice(0, shown_max), take, show, close})}
          onBlur={leave}
        />
        {open.value && <Listed id={a.id} found={found} marked={marked.value} chosen={a.value} take={take} />}
        <span class="hidden" role="status">
          {open.value && say("choices.found", {count: found.length})}
        </span>
      </div>
    </>
  );
}

const narrowed = (choices: Choice[], words: string): Choice[] =>
  choices.filter(c => matches(words, c.name, ...Object.values(c.label)));

// Where the one is that the words name whole, or that alone fits them; -1: none.
function named(found: Choice[], words: string): number {
  if (found.length === 1) return 0;
  const whole = fold(words.trim());
  return found.findIndex(c => [c.name, ...Object.values(c.label)].some(l => fold(l) === whole));
}

interface Keys {
  open: Signal<boolean>;
  marked: Signal<number>;
  found: Choice[];
  take: (name: string) => void;
  show: () => void;
  close: () => void;
}

function keys(e: KeyboardEvent, {open, marked, found, take, show, close}: Keys) {
  const move = (by: number) => {
    e.preventDefault();
    if (open.value) marked.value = Math.max(0, Math.min(marked.value + by, found.length - 1));
    else show();
  };
  if (e.key === "ArrowDown") move(1);
  else if (e.key === "ArrowUp") move(-1);
  else if (e.key === "Enter" && open.value && !e.ctrlKey) {
    e.preventDefault();
    const here = found[marked.value];
    if (here) take(here.name);
    else close();
  } else if (e.key === "Escape" && open.value) {
    e.preventDefault();
    e.stopPropagation();
    close();
  }
}

const option_id = (id: string, c: Choice): string => `${id}-is-${c.name}`;

interface ListedProps {
  id: string;
  found: Choice[];
  marked: number;
  chosen: string;
  take: (name: string) => void;
}

function Listed({id, found, marked, chosen, take}: ListedProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => list.current?.querySelector(".marked")?.scrollIntoView({block: "nearest"}), [marked, found.length]);
  return (
    <div class="combo-list">
      <div ref={list} id={`${id}-list`} role="listbox" class="combo-options" aria-label={say("question.choose")}>
        {found.slice(0, shown_max).map((c, i) => (
          // The field keeps the focus and the keys (aria-activedescendant); a press must not take it away.
          <div
            key={c.name}
            id={option_id(id, c)}
            role="option"
            aria-selected={c.name === chosen}
            class={i === marked ? "marked" : ""}
            onPointerDown={e => e.preventDefault()}
            onMouseDown={e => e.preventDefault()}
            onClick={() => take(c.name)}
          >
            {text(c.label)}
          </div>
        ))}
      </div>
      {found.length === 0 && <p class="quiet">{say("choices.none")}</p>}
      {found.length > shown_max && <p class="quiet">{say("choices.more", {count: found.length - shown_max})}</p>}
    </div>
  );
}
