// The way of this application over the desk: the form's sections, then reading back, the fee, the receipt.
import {say, text} from "kit/language";
import {Icon} from "kit/parts/icon";
import {still_missing} from "../people/people";
import type {Filling} from "./filling";
import {questions_of, type Section} from "./outline";

export function Rail({sections, filling}: {sections: Section[]; filling: Filling}) {
  const missing = new Set(filling.missing.value.map(m => m.question));
  const named = sections.filter(s => s.group && filling.groups.value[s.name]?.relevant !== false);
  const rows = named.map(s => ({section: s, left: questions_of(s.children).filter(q => missing.has(q.name)).length}));
  const steps = steps_of(filling);
  const current = rows.find(r => r.left > 0)?.section.name;
  return (
    <nav class="rail" aria-label={say("rail.title")}>
      <ol>
        {rows.map(({section, left}, i) => (
          <li key={section.name} class={`rail-step ${left === 0 ? "reached" : section.name === current ? "next" : ""}`}>
            <span class="rail-mark">{left === 0 ? <Icon name="tick" /> : i + 1}</span>
            <span class="rail-words">
              <a class="rail-name" href={`#s-${section.name}`} onClick={e => reveal(e, section.name)}>
                {text(section.group?.label)}
              </a>
              <span class="rail-note">{left === 0 ? say("rail.whole") : say("rail.left", {count: left})}</span>
            </span>
          </li>
        ))}
        {steps.map((step, i) => (
          <li key={step} class={`rail-step ${i === 0 && missing.size === 0 ? "next" : ""}`}>
            <span class="rail-mark">{rows.length + i + 1}</span>
            <span class="rail-words">
              <span class="rail-name">{say(`rail.${step}`)}</span>
              {step === "people" && <span class="rail-note">{people_note(filling)}</span>}
            </span>
          </li>
        ))}
      </ol>
    </nav>
  );
}

const steps_of = (filling: Filling) =>
  filling.parties.value.length > 0
    ? (["people", "read_back", "fee", "receipt"] as const)
    : (["read_back", "fee", "receipt"] as const);

function people_note(filling: Filling): string {
  const count = still_missing(filling.parties.value).length;
  return count === 0 ? say("rail.whole") : say("rail.left", {count});
}

function reveal(e: Event, name: string) {
  e.preventDefault();
  const heading = document.getElementById(`s-${name}`);
  heading?.scrollIntoView();
  heading?.focus({preventScroll: true});
}
