// What was charged, what came in, and what is open between them.
import {money} from "kit/format";
import {say} from "kit/language";

interface Sums {
  charged: number;
  received: number;
  open: number;
  currency: string;
}

export const Balance = ({sums}: {sums: Sums}) => (
  <dl class="facts">
    {(["charged", "received", "open"] as const).map(name => (
      <div key={name} class="fact">
        <dt>{say(`money.${name}`)}</dt>
        <dd class="number">{money({minor: sums[name], currency: sums.currency})}</dd>
      </div>
    ))}
  </dl>
);
