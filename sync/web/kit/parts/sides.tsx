// Both sides of a conflict beside each other: who wrote what, when and where from. Whoever may settle it chooses one and
// says why; all others look.
import {type Signal, useSignal} from "@preact/signals";
import {moment} from "kit/format";
import {say, type Text, text} from "kit/language";
import {Reason} from "kit/parts/ask";
import {answer_text, type Contender} from "kit/parts/history";
import {Icon} from "kit/parts/icon";
import {Fault, Waiting} from "kit/parts/notice";
import {Pill} from "kit/parts/state_pill";
import {useTask} from "kit/task";

interface Props {
  label: Text;
  inForce: Contender;
  candidates: Contender[];
  lookOnly?: string; // who settles it, where this person may not
  onResolve?: (chosen: string, reason: string) => Promise<unknown>;
}

export function Sides({label, inForce, candidates, lookOnly, onResolve}: Props) {
  const chosen = useSignal("");
  const reason = useSignal("");
  const task = useTask();
  const settle = (e: Event) => {
    e.preventDefault();
    if (onResolve && chosen.value) void task.run(() => onResolve(chosen.value, reason.value.trim()));
  };
  const may = onResolve !== undefined;
  return (
    <form class="stack" onSubmit={settle}>
      <fieldset class="sides">
        <legend>{say(may ? "sides.choose" : "sides.compare", {label: text(label)})}</legend>
        <div class="sides-row">
          <Side side={inForce} force chosen={may ? chosen : null} />
          {candidates.map(c => (
            <Side key={c.op} side={c} chosen={may ? chosen : null} />
          ))}
        </div>
      </fieldset>
      {!may && lookOnly && <p class="quiet">{lookOnly}</p>}
      {may && <Reason words={reason} presets={[say("sides.by_card"), say("sides.by_phone"), say("sides.by_register")]} />}
      {may && <Fault error={task.fault.value} />}
      {may &&
        (task.busy.value ? (
          <Waiting words={say("sides.doing")} />
        ) : (
          <div class="buttons">
            <button type="submit" class="button primary">
              {say("sides.settle")}
            </button>
            <span class="quiet">{say("sides.kept")}</span>
          </div>
        ))}
    </form>
  );
}

// A box to choose, or the same without one.
function Side({side: s, force, chosen}: {side: Contender; force?: boolean; chosen: Signal<string> | null}) {
  const inside = (
    <span class="side-words">
      {force && <Pill icon="tick" tone="calm" words={say("sides.in_force")} />}
      {!force && <Pill icon="pause" tone="care" words={say("sides.other")} />}
      <bdi class="datum side-value">{answer_text(s)}</bdi>
      <span class="quiet">{say("sides.by", {name: s.by})}</span>
      <span class="quiet side-where">
        <Icon name="clock" />
        {say("sides.from", {from: s.from, time: moment(s.at)})}
      </span>
    </span>
  );
  if (!chosen) return <div class="side">{inside}</div>;
  return (
    <label class={`side ${chosen.value === s.op ? "chosen" : ""}`}>
      <input
        type="radio"
        autocomplete="off"
        name="side"
        required
        checked={chosen.value === s.op}
        onChange={() => (chosen.value = s.op)}
      />
      {inside}
    </label>
  );
}
