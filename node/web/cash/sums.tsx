// What a shift adds up to: float, what came in, what went out, and what must be in the drawer.
import {money} from "kit/format";
import {say} from "kit/language";
import {Notice} from "kit/parts/notice";
import type {Shift} from "../api";

const lines = ["float", "received", "refunded", "remitted", "expected"] as const;

export const signed = (minor: number, currency: string): string =>
  `\u2066${minor < 0 ? "−" : minor > 0 ? "+" : ""}${money({minor: Math.abs(minor), currency})}\u2069`;

export function Sums({shift: s}: {shift: Shift}) {
  const shown = lines.filter(l => l !== "remitted" || s.remitted > 0);
  return (
    <dl class="facts">
      {shown.map(l => (
        <div key={l} class={`fact ${l === "expected" ? "total" : ""}`}>
          <dt>{say(`cash.${l}`)}</dt>
          <dd class="number">
            {l === "refunded" || l === "remitted" ? signed(-s[l], s.currency) : money({minor: s[l], currency: s.currency})}
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function ClosedNote({shift: s}: {shift: Shift}) {
  const {currency} = s;
  const even = (s.difference ?? 0) === 0;
  return (
    <Notice
      kind={even ? "good" : "care"}
      title={
        even
          ? say("cash.closed_even", {amount: money({minor: s.counted ?? 0, currency})})
          : say("cash.closed_differs", {
              amount: money({minor: s.counted ?? 0, currency}),
              difference: signed(s.difference ?? 0, currency),
            })
      }
    >
      {s.remitted > 0 && <p>{say("cash.deposit_slip", {amount: money({minor: s.remitted, currency})})}</p>}
    </Notice>
  );
}
