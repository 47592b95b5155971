// Paper: what was printed, and what a person must say where the printer's word was lost.
import {useSignal} from "@preact/signals";
import {moment, number_text} from "kit/format";
import {say} from "kit/language";
import {Loaded, useLive} from "kit/parts/loaded";
import {Fault, Notice} from "kit/parts/notice";
import {kind_words} from "kit/parts/record";
import {PrintPill} from "kit/parts/state_pill";
import {href} from "kit/router";
import {api, type Print} from "./api";
import {condition_words} from "./devices";

export function Prints() {
  const prints = useLive("prints", "all", () => api.fetch("/prints"));
  return (
    <>
      <h1>{say("rooms.prints")}</h1>
      <Loaded from={prints}>
        {all =>
          all.length === 0 ? (
            <p class="card quiet">{say("prints.none")}</p>
          ) : (
            <ul class="stack">
              {asked_first(all).map(p => (
                <li key={p.id} class="card">
                  <ul>
                    <PrintCard print={p} settled={() => void prints.refresh()} linked />
                  </ul>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </>
  );
}

const asked_first = (all: Print[]): Print[] => [
  ...all.filter(p => p.state === "unknown"),
  ...all.filter(p => p.state !== "unknown"),
];

interface CardProps {
  print: Print;
  settled: () => void;
  linked?: boolean;
}

export function PrintCard({print: p, settled, linked}: CardProps) {
  return (
    <li class="print">
      <div class="room-head">
        <span>
          <strong>
            {kind_words(p.kind)} <bdi class="number">{number_text(p.number)}</bdi>
          </strong>{" "}
          <span class="quiet">
            {linked && (
              <a href={href("applications", p.application)}>
                <bdi>{p.tracking}</bdi>
              </a>
            )}{" "}
            {moment(p.updated)}
          </span>
        </span>
        <span class="buttons">
          <PrintPill state={p.state} />
          <a class="button" href={`/api/v1/prints/${encodeURIComponent(p.id)}/pdf`} target="_blank" rel="noreferrer">
            {say("prints.look")}
          </a>
        </span>
      </div>
      {p.conditions.map(c => (
        <Notice key={c.code} kind={c.severity === "error" ? "bad" : "care"} title={condition_words(c)} />
      ))}
      {p.state === "unknown" && <Ask print={p} settled={settled} />}
    </li>
  );
}

const outcomes = ["printed", "spoiled", "nothing"] as const;
type Outcome = (typeof outcomes)[number];
const reasons = ["jam", "smeared", "torn", "power", "out_of_paper"] as const;

function Ask({print: p, settled}: {print: Print; settled: () => void}) {
  const chosen = useSignal<Outcome | null>(null);
  const reason = useSignal("");
  const fault = useSignal<Error | null>(null);
  const busy = useSignal(false);
  const settle = async (outcome: Outcome) => {
    busy.value = true;
    fault.value = null;
    await api
      .send("settle_print", {print: p.id, outcome, reason: reason.value.trim()})
      .then(settled, error => (fault.value = error as Error));
    busy.value = false;
  };
  const choose = (outcome: Outcome) => (outcome === "printed" ? void settle(outcome) : (chosen.value = outcome));
  const submit = (e: Event) => {
    e.preventDefault();
    if (chosen.value) void settle(chosen.value);
  };
  return (
    <form class="ask" onSubmit={submit}>
      <fieldset class="stack" disabled={busy.value}>
        <legend>
          <h3>{say("ask.title", {kind: kind_words(p.kind), number: number_text(p.number)})}</h3>
          <p class="quiet">{say("ask.why")}</p>
        </legend>
        <div class="outcomes">
          {outcomes.map(o => (
            <button key={o} type="button" class="outcome" aria-pressed={chosen.value === o} onClick={() => choose(o)}>
              <strong>{say(`ask.${o}`)}</strong>
              <span class="quiet">{say(`ask.${o}_then`)}</span>
            </button>
          ))}
        </div>
        {chosen.value && <Reason reason={reason} outcome={chosen.value} />}
      </fieldset>
      <Fault error={fault.value} />
    </form>
  );
}

function Reason({reason, outcome}: {reason: {value: string}; outcome: Outcome}) {
  return (
    <div class="stack">
      <label>
        {say("ask.reason")}
        <input class="input" required maxLength={500} value={reason.value} onInput={e => (reason.value = e.currentTarget.value)} />
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
