// Where a record or a print stands: in words, colour and shape.
import {type Key, say, say_if_known} from "kit/language";
import {Icon, type IconName} from "kit/parts/icon";

type Tone = "calm" | "good" | "busy" | "care" | "bad";
const looks = {
  draft: ["dashed", "calm"],
  saved_here: ["ring", "calm"],
  sending: ["up", "busy"],
  received: ["tick", "busy"],
  settled: ["ticks", "good"],
  held: ["pause", "care"],
  waiting: ["hourglass", "care"],
  refused: ["cross", "bad"],
} as const satisfies Record<string, readonly [IconName, Tone]>;

const print_looks = {
  queued: ["hourglass", "calm"],
  printing: ["up", "busy"],
  printed: ["tick", "good"],
  unknown: ["warning", "care"],
  spoiled: ["cross", "bad"],
  nothing: ["ring", "calm"],
  failed: ["warning", "bad"],
} as const satisfies Record<string, readonly [IconName, Tone]>;

export type State = keyof typeof looks;
export type PrintState = keyof typeof print_looks;

export function Pill({icon, tone, words}: {icon: IconName; tone: Tone; words: string}) {
  return (
    <span class={`pill ${tone}`}>
      <Icon name={icon} />
      {words}
    </span>
  );
}

export function StatePill({state}: {state: State}) {
  const [icon, tone] = looks[state];
  return <Pill icon={icon} tone={tone} words={say(`state.${state}` satisfies Key)} />;
}

export const LatePill = ({escalated}: {escalated?: boolean | undefined}) => (
  <Pill icon={escalated ? "up" : "clock"} tone="bad" words={say(escalated ? "state.escalated" : "state.late")} />
);

export const ClosedPill = ({how}: {how: string}) => (
  <Pill icon="lock" tone="calm" words={say("closed.title", {how: say_if_known(`closed.${how}`) ?? how})} />
);

export const OutcomePill = ({outcome}: {outcome: "granted" | "refused"}) => (
  <Pill
    icon={outcome === "granted" ? "ticks" : "cross"}
    tone={outcome === "granted" ? "good" : "bad"}
    words={say(`decision.${outcome}`)}
  />
);

export function PrintPill({state}: {state: PrintState}) {
  const [icon, tone] = print_looks[state];
  return <Pill icon={icon} tone={tone} words={say(`print.${state}` satisfies Key)} />;
}
