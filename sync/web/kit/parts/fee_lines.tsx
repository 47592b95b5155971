// A fee line by line, each with its reason: charged, a surcharge on others, or not due and why; and what was waived.
import type {ComponentChildren} from "preact";
import {money, type Money} from "kit/format";
import {say, type Text, text} from "kit/language";

export interface FeeLine {
  id: string;
  title: Text;
  amount: Money;
  why: "charged" | "surcharge" | "exempt";
  full: Money;
  exempt: Text;
  waivable: boolean;
  waived: number;
}
export interface Fee {
  total: Money;
  lines: FeeLine[];
}

interface Props {
  fee: Fee;
  beside?: ((line: FeeLine) => ComponentChildren) | undefined; // what can be done about a line
}

export function FeeLines({fee, beside}: Props) {
  const due = {...fee.total, minor: fee.total.minor - fee.lines.reduce((sum, l) => sum + l.waived, 0)};
  return (
    <div class="fee">
      <ul class="fee-lines">
        {fee.lines.map(l => (
          <li key={l.id} class="fee-line">
            <span class="fee-words">
              <span>{text(l.title) || l.id}</span>
              {reasons_of(l).map(r => (
                <span key={r} class="fee-why">
                  {r}
                </span>
              ))}
            </span>
            <span class="number">{money({...l.amount, minor: l.amount.minor - l.waived})}</span>
            {beside?.(l)}
          </li>
        ))}
      </ul>
      <p class="fee-total" role="status">
        <span>{say("fee.total")}</span>
        <strong class="number">{due.minor > 0 ? money(due) : say("counter.free")}</strong>
      </p>
    </div>
  );
}

function reasons_of(l: FeeLine): string[] {
  const waived = l.waived > 0 ? [say("fee.waived", {amount: money({...l.amount, minor: l.waived})})] : [];
  if (l.why === "exempt") return [say("fee.exempt", {why: text(l.exempt), amount: money(l.full)}), ...waived];
  return [...(l.why === "surcharge" ? [say("fee.surcharge")] : []), ...waived];
}
