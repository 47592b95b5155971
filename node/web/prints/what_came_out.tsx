// The question that only a person who looks at the paper can answer: what came out of the printer.
import {useSignal} from "@preact/signals";
import {number_text} from "kit/format";
import {say} from "kit/language";
import {Fault, Notice} from "kit/parts/notice";
import {kind_words} from "kit/parts/record";
import {api, type Print} from "../api";

const outcomes = ["printed", "spoiled", "nothing"] as const;
type Outcome = (typeof outcomes)[number];
const reasons = ["jam", "smeared", "torn", "power", "out_of_paper"] as const;

// What the printer calls printed may still have come out smeared.
export function SpoiledAfterAll({print, settled}: {print: Print; settled: () => void}) {
  const asking = useSignal(false);
  if (asking.value) return <AskWhatCameOut print={print} settled={settled} first="spoiled" />;
  return (
    <button type="button" class="button plain" onClick={() => (asking.value = true)}>
      {say("ask.spoiled_after_all")}
    </button>
  );
}

interface AskProps {
  print: Print;
  settled: () => void;
  first?: Outcome;
}

export function AskWhatCameOut({print: p, settled, first}: AskProps) {
  const chosen = useSignal<Outcome | null>(first ?? null);
  const left_over = useSignal("");
  const reason = useSignal("");
  const fault = useSignal<Error | null>(null);
  const busy = useSignal(false);
  const settle = async (outcome: Outcome) => {
    busy.value = true;
    fault.value = null;
    await api.send("settle_print", {print: p.id, outcome, reason: reason.value.trim()}).then(
      reply => {
        // Spoiled paper is accounted for also where no number is left to follow it.
        if (outcome === "spoiled" && !reply.print) left_over.value = say("error.no_lease_left");
        settled();
      },
      error => {
        fault.value = error as Error;
      },
    );
    busy.value = false;
  };
  const choose = (outcome: Outcome) => {
    if (outcome === "printed") void settle(outcome);
    else chosen.value = outcome;
  };
  const submit = (e: Event) => {
    e.preventDefault();
    if (chosen.value) void settle(chosen.value);
  };
  return (
    <form class="ask" onSubmit={submit}>
      <fieldset class="stack" disabled={busy.value}>
        <legend>
          <h3>{say("ask.title", {kind: kind_words(p.kind), number: number_text(p.number)})}</h3>
          {!first && <p class="quiet">{say(p.state === "failed" ? "ask.why_failed" : "ask.why")}</p>}
        </legend>
        <div class="outcomes">
          {(first ? [first] : outcomes).map(o => (
            <button key={o} type="button" class="outcome" aria-pressed={chosen.value === o} onClick={() => choose(o)}>
              <strong>{say(`ask.${o}`)}</strong>
              <span class="quiet">{say(`ask.${o}_then`)}</span>
            </button>
          ))}
        </div>
        {chosen.value && <Reason reason={reason} outcome={chosen.value} />}
      </fieldset>
      <Fault error={fault.value} />
      {left_over.value && <Notice kind="care" title={left_over.value} />}
    </form>
  );
}

function Reason({reason, outcome}: {reason: {value: string}; outcome: Outcome}) {
  return (
    <div class="stack">
      <label>
        {say("ask.reason")}
        <input
          class="input"
          autocomplete="off"
          required={outcome === "spoiled"}
          maxLength={500}
          value={reason.value}
          onInput={e => (reason.value = e.currentTarget.value)}
        />
      </label>
      <div class="buttons">
        {reasons.map(r => (
          <button key={r} type="button" class="button" onClick={() => (reason.value = say(`reason.${r}`))}>
            {say(`reason.${r}`)}
          </button>
        ))}
      </div>
      <button type="submit" class="button primary">
        {say(outcome === "spoiled" ? "ask.confirm_spoiled" : "ask.confirm_nothing")}
      </button>
    </div>
  );
}
