// All shifts that this node knows, open ones first.
import {money, moment} from "kit/format";
import {say} from "kit/language";
import {Pill} from "kit/parts/state_pill";
import type {Shift} from "../api";
import {signed} from "./sums";

export function Shifts({shifts}: {shifts: Shift[]}) {
  if (shifts.length === 0) return null;
  return (
    <section class="card stack">
      <h2>{say("cash.all")}</h2>
      <ul class="lines">
        {shifts.map(s => (
          <li key={s.id} class="line columns">
            <span class="line-main">
              <strong>{s.name}</strong>
              <span class="quiet">
                {say("cash.at_desk", {seat: s.seat})} · {moment(s.opened_at)}
                {s.closed_at !== null && ` – ${moment(s.closed_at)}`}
              </span>
            </span>
            <span class="quiet">
              {say("cash.received")}: {money({minor: s.received, currency: s.currency})}
              <br />
              {say("cash.expected")}: {money({minor: s.expected, currency: s.currency})}
            </span>
            <Standing shift={s} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Standing({shift: s}: {shift: Shift}) {
  if (s.closed_at === null) return <Pill icon="ring" tone="busy" words={say("cash.is_open")} />;
  if (!s.difference) return <Pill icon="tick" tone="good" words={say("cash.is_even")} />;
  return <Pill icon="warning" tone="care" words={signed(s.difference, s.currency)} />;
}
