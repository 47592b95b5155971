// The way of this application over the desk: the form's sections, then reading back, the fee, the receipt.
import {say, text} from "kit/language";
import {Icon} from "kit/parts/icon";
import {still_missing} from "../people/people";
import type {Filling} from "./filling";
import {instances_around, name_of} from "./keys";
import {jump_to, questions_of, repeats_of, type Section} from "./outline";

export function Rail({sections, filling}: {sections: Section[]; filling: Filling}) {
  const missing = filling.missing.value.map(m => m.question);
  const named = sections.filter(s => s.group && filling.stands(s.name));
  const rows = named.map(section => {
    const names = new Set([...questions_of(section.children), ...repeats_of(section.children)].map(n => n.name));
    const faults = missing.filter(key => names.has(name_of(key)));
    return {section, left: faults.length, faulty: outermost(faults)};
  });
  const steps = steps_of(filling);
  const current = rows.find(r => r.left > 0)?.section.name;
  return (
    <nav class="rail" aria-label={say("rail.title")}>
      <ol>
        {rows.map(({section, left, faulty}, i) => (
          <li key={section.name} class={`rail-step ${left === 0 ? "reached" : section.name === current ? "next" : ""}`}>
            <span class="rail-mark">{left === 0 ? <Icon name="tick" /> : i + 1}</span>
            <span class="rail-words">
              <a class="rail-name" href={`#s-${section.name}`} onClick={e => reveal(e, section.name)}>
                {text(section.group?.label)}
              </a>
              <span class="rail-note">{left === 0 ? say("rail.whole") : say("rail.left", {count: left})}</span>
              <Faulty instances={faulty} filling={filling} />
            </span>
          </li>
        ))}
        {steps.map((step, i) => (
          <li key={step} class={`rail-step ${i === 0 && missing.length === 0 ? "next" : ""}`}>
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

const shown_max = 5; // instances with faults; the list beside the form has them all

// The outermost instances that faults stand in, each once, with its first fault.
function outermost(faults: string[]): Map<string, string> {
  const first = new Map<string, string>();
  for (const key of faults) {
    const [instance] = instances_around(key);
    if (instance && !first.has(instance)) first.set(instance, key);
  }
  return first;
}

const Faulty = ({instances, filling}: {instances: Map<string, string>; filling: Filling}) => (
  <>
    {[...instances].slice(0, shown_max).map(([instance, fault]) => (
      <button key={instance} type="button" class="rail-instance" onClick={() => jump_to(fault, filling)}>
        {filling.instance_words(instance)}
        <span class="rail-note">{say("rail.left", {count: filling.missing_in(instance)})}</span>
      </button>
    ))}
  </>
);

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
