// A sum of money, typed; beneath it the sum as the papers write it, so that a nought too many is seen.
import type {Signal} from "@preact/signals";
import {money} from "kit/format";
import {say} from "kit/language";
import {parse_sum, sum_text} from "kit/sum";

interface Props {
  label: string;
  typed: Signal<string>;
  currency: string;
  optional?: boolean;
}

export function SumField({label, typed, currency, optional}: Props) {
  const minor = typed.value === "" ? null : parse_sum(typed.value, currency);
  return (
    <label class="text-field sum-field">
      <span>
        {label} {optional && <span class="optional">{say("question.optional")}</span>}
      </span>
      <input
        class="input digits"
        dir="ltr"
        inputMode="decimal"
        autocomplete="off"
        required={!optional}
        value={typed.value}
        aria-invalid={typed.value !== "" && minor === null ? "true" : undefined}
        onInput={e => (typed.value = sum_text(e.currentTarget.value))}
      />
      <span class="quiet sum-echo">{minor === null ? "" : money({minor, currency})}</span>
    </label>
  );
}
