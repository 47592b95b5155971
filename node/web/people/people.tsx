// The people of an application: what each has shown, what each must still show, and who may come another day.
import {say, text} from "kit/language";
import {Icon} from "kit/parts/icon";
import type {PartyState, What} from "../api";
import type {Desk} from "./desk";
import {Show} from "./show";

export const party_words = (p: PartyState, all: PartyState[]): string =>
  all.filter(x => x.role === p.role).length > 1
    ? say("people.nth", {title: text(p.title), number: p.number})
    : text(p.title);

export const still_missing = (parties: PartyState[]): PartyState[] =>
  parties.filter(p => p.missing.length > 0 && !p.later);

export function People({parties, desk}: {parties: PartyState[]; desk: Desk}) {
  return (
    <ul class="people">
      {parties.map(p => (
        <Person key={`${p.role}/${p.number}`} party={p} title={party_words(p, parties)} desk={desk} />
      ))}
    </ul>
  );
}

function Person({party: p, title, desk}: {party: PartyState; title: string; desk: Desk}) {
  const whole = p.missing.length === 0;
  return (
    <li class="person">
      <div class="person-head">
        <Icon name={whole ? "tick" : "person"} />
        <span class="line-main">
          <strong>{title}</strong>
          {p.name && <bdi class="datum">{p.name}</bdi>}
        </span>
        {!whole && p.later && (
          <span class="pill calm">
            <Icon name="clock" />
            {say("people.later")}
          </span>
        )}
      </div>
      {p.later && !whole && <p class="quiet">{say("people.later_how")}</p>}
      <ul class="shows">
        {p.what.map(what => (
          <li key={what}>
            <Show party={p} title={title} what={what} desk={desk} />
          </li>
        ))}
      </ul>
    </li>
  );
}

const order: What[] = ["identity", "consent", "biometric", "signature"];
export const shows_words = (whats: What[]): string =>
  order
    .filter(w => whats.includes(w))
    .map(w => say(`shows.${w}`))
    .join(say("list.comma"));
