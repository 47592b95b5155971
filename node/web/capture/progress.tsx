// How a capture goes, for the operator and in the citizen's language; and what it came to.
import {type Language, language, say, text} from "kit/language";
import {Icon} from "kit/parts/icon";
import {Fault, Notice} from "kit/parts/notice";
import type {Capture} from "../api";
import type {Filling} from "../counter/filling";
import {ForCitizen} from "../counter/for_citizen";
import type {Run} from "./run";
import {type Family, fault_words, state_words, tries_max} from "./words";

interface ProgressProps {
  run: Run;
  family: Family;
  position: string;
  citizen: Language;
}

export function Progress({run, family, position, citizen}: ProgressProps) {
  const state = run.capture.value?.state ?? "asking";
  const words = (l: Language) => state_words(family, state, position, l);
  return (
    <div class={`capturing ${state}`}>
      <p role="status" class="waiting">
        <span class="waiting-dots" aria-hidden="true" />
        <span>
          <strong>{words(language.value)}</strong>
          <ForCitizen citizen={citizen} words={words(citizen)} />
        </span>
      </p>
      <button type="button" class="button" onClick={run.cancel}>
        {say("capture.cancel")}
      </button>
      <Fault error={run.fault.value} />
    </div>
  );
}

// A fault says what to do; the buttons above are the ways on.
export function Failed({capture: c, by_hand}: {capture: Capture; by_hand: boolean}) {
  if (c.state === "cancelled") return <Notice kind="info" title={say("capture.cancelled")} />;
  if (c.state !== "failed") return null;
  return (
    <Notice kind="bad" title={fault_words(c)}>
      {c.tries > 0 && <p>{say(c.tries >= tries_max ? "capture.tries_out" : "capture.tries", {count: c.tries})}</p>}
      {by_hand && <p>{say("capture.by_hand")}</p>}
    </Notice>
  );
}

export function Filled({names, filling, family}: {names: string[]; filling: Filling; family: Family}) {
  const label = (name: string) => text(filling.label(name)) || name;
  if (names.length > 0)
    return <Notice kind="good" title={say("capture.filled", {answers: names.map(label).join(say("list.comma"))})} />;
  if (family === "card_reader") return <Notice kind="good" title={say("capture.filled_none")} />;
  return (
    <p class="saved good" role="status">
      <Icon name="tick" />
      {say("capture.done")}
    </p>
  );
}
