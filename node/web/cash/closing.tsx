// Closing a shift: what goes into the deposit bag, what is left in the drawer by note and coin, and the difference.
import {useSignal} from "@preact/signals";
import {latin_digits, money} from "kit/format";
import {say} from "kit/language";
import {Reason} from "kit/parts/ask";
import {Submit} from "kit/parts/submit";
import {SumField} from "kit/parts/sum_field";
import {parse_sum} from "kit/sum";
import {useTask} from "kit/task";
import {api, type Shift} from "../api";
import {status} from "../state";
import {type Counts, counted_of, type Face, faces_of, total_of} from "./denominations";
import {signed} from "./sums";

interface Props {
  shift: Shift;
  done: () => Promise<unknown>;
  close: () => void;
}

export function Closing({shift: s, done, close}: Props) {
  const {currency} = s;
  const counts = useSignal<Counts>({});
  const bag = useSignal("");
  const reason = useSignal("");
  const task = useTask();
  const remitted = bag.value === "" ? 0 : (parse_sum(bag.value, currency) ?? 0);
  const counted = total_of(counts.value);
  const difference = counted - (s.expected - remitted);
  const submit = async (e: Event) => {
    e.preventDefault();
    const words = difference === 0 ? {} : {reason: reason.value.trim()};
    const closed = {counted: counted_of(counts.value), currency, remitted, ...words};
    if (!(await task.run(() => api.send("close_shift", closed)))) return;
    await Promise.all([done(), status.refresh()]);
  };
  return (
    <form class="stack closing-shift" onSubmit={e => void submit(e)}>
      <SumField label={say("cash.deposit")} typed={bag} currency={currency} optional />
      <fieldset class="stack">
        <legend>
          <h3>{say("cash.count_title")}</h3>
        </legend>
        <div class="faces">
          {faces_of(currency).map(f => (
            <FaceField key={f.minor} face={f} currency={currency} counts={counts} />
          ))}
        </div>
      </fieldset>
      <dl class="facts">
        <Line label={say("cash.in_drawer")} value={money({minor: counted, currency})} />
        <Line label={say("cash.should_be")} value={money({minor: Math.max(0, s.expected - remitted), currency})} />
        <Line label={say("cash.difference")} value={signed(difference, currency)} tone={difference ? "care" : "good"} />
      </dl>
      {difference !== 0 && (
        <Reason words={reason} presets={[say("reason.miscount"), say("reason.wrong_change"), say("reason.lost_note")]} />
      )}
      <Submit task={task} yes={say("cash.close")} main close={close} />
    </form>
  );
}

const Line = ({label, value, tone = ""}: {label: string; value: string; tone?: string}) => (
  <div class={`fact total ${tone}`}>
    <dt>{label}</dt>
    <dd class="number">{value}</dd>
  </div>
);

interface FaceProps {
  face: Face;
  currency: string;
  counts: {value: Counts};
}

function FaceField({face, currency, counts}: FaceProps) {
  const many = counts.value[face.minor] ?? "";
  return (
    <label class="face">
      <span class={`face-value ${face.kind}`}>{money({minor: face.minor, currency})}</span>
      <span class="hidden">{say(`cash.${face.kind}`)}</span>
      <span aria-hidden="true">×</span>
      <input
        class="input digits"
        dir="ltr"
        inputMode="numeric"
        autocomplete="off"
        maxLength={6}
        value={many}
        onInput={e =>
          (counts.value = {...counts.value, [face.minor]: latin_digits(e.currentTarget.value).replace(/\D/g, "")})
        }
      />
      <span class="number face-sum">{many ? money({minor: face.minor * Number(many), currency}) : ""}</span>
    </label>
  );
}
