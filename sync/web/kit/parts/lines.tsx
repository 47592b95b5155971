// What lists of applications have in common: how many and what they are filtered by, whose a line is, where it stands.
import type {ComponentChildren} from "preact";
import {say, type Text, text} from "kit/language";
import {ClosedPill, LatePill, OutcomePill, Pill, type State, StatePill} from "kit/parts/state_pill";

interface HeadProps {
  count: number;
  filtering: string | undefined;
  clear: (() => void) | undefined;
}

export const ListHead = ({count, filtering, clear}: HeadProps) => (
  <div class="room-head">
    <p class="quiet" role="status">
      {say("applications.count", {count})}
      {filtering && ` · ${say("applications.filtering", {what: filtering})}`}
    </p>
    {filtering && (
      <button type="button" class="button plain" onClick={clear}>
        {say("applications.clear")}
      </button>
    )}
  </div>
);

interface WhoProps {
  to: string;
  who: string;
  title: Text;
  tracking: string;
  children?: ComponentChildren;
}

export const WhoLink = ({to, who, title, tracking, children}: WhoProps) => (
  <a class="line-link" href={to}>
    <span class="line-main">
      <strong>{who || say("record.no_name")}</strong>
      <span class="quiet">
        {text(title)} · <bdi class="number">{tracking}</bdi>
        {children}
      </span>
    </span>
  </a>
);

interface StandingProps {
  late: boolean;
  escalated?: boolean; // so late that somebody above is told
  round: number;
  outcome?: "granted" | "refused" | "" | undefined;
  state: State;
  closed?: string | undefined; // how it ended; blank: it is open
  children?: ComponentChildren;
}

export const Standing = ({late, escalated, round, outcome, state, closed, children}: StandingProps) => (
  <span class="pills">
    {late && !closed && <LatePill escalated={escalated} />}
    {round > 1 && <Pill icon="turn" tone="care" words={say("application.round", {count: round})} />}
    {outcome && <OutcomePill outcome={outcome} />}
    {closed && <ClosedPill how={closed} />}
    {children}
    <StatePill state={state} />
  </span>
);
