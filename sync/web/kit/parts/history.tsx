// What became of an application besides its answers: returns, settled conflicts, the institution's word.
import {moment, value_text} from "kit/format";
import {say, type Text, text} from "kit/language";
import {Icon} from "kit/parts/icon";
import {Notice} from "kit/parts/notice";
import {Pill} from "kit/parts/state_pill";

export interface Contender {
  op: string;
  value: string;
  text: Text | null;
  by: string;
  at: number;
  from: string;
}
export interface SettledField {
  field: string;
  label: Text;
  value: string;
  text: Text | null;
  by: string;
  at: number;
  reason: string;
  among: Contender[];
  late: boolean;
}

const agreed = "OK"; // of an XForms trigger

export const answer_text = (a: {value: string; text: Text | null}): string =>
  a.text ? text(a.text) : a.value === agreed ? say("question.agreed") : value_text(a.value) || say("record.blank");

export const Contenders = ({among}: {among: Contender[]}) => (
  <ul class="contenders">
    {among.map(c => (
      <li key={c.op}>
        <bdi class="datum">{answer_text(c)}</bdi>{" "}
        <span class="quiet">{say("history.by", {name: c.by, from: c.from, time: moment(c.at)})}</span>
      </li>
    ))}
  </ul>
);

export const Resolutions = ({resolutions}: {resolutions: SettledField[]}) => (
  <ol class="lines">
    {resolutions.map(r => (
      <li key={`${r.field}/${r.at}`} class="line">
        <span class="act-words">
          <strong>
            {say("history.settled", {label: text(r.label) || r.field})} <bdi class="datum">{answer_text(r)}</bdi>
          </strong>
          <span class="quiet">
            <bdi>{r.by}</bdi> · {moment(r.at)} · <bdi>{r.reason}</bdi>
          </span>
          <span class="quiet">{say("history.among")}</span>
          <Contenders among={r.among} />
        </span>
        {r.late ? (
          <Pill icon="clock" tone="care" words={say("history.late")} />
        ) : (
          <Pill icon="ticks" tone="good" words={say("history.stands")} />
        )}
      </li>
    ))}
  </ol>
);

export interface ReturnLine {
  by: string;
  at: number;
  reason: string;
}

export const Returns = ({returns}: {returns: ReturnLine[]}) => (
  <ol class="lines">
    {returns.map(r => (
      <li key={r.at} class="line">
        <span class="act-words">
          <strong>
            <bdi>{r.reason}</bdi>
          </strong>
          <span class="quiet">{say("history.returned", {name: r.by, time: moment(r.at)})}</span>
        </span>
        <Icon name="turn" />
      </li>
    ))}
  </ol>
);

interface Decision {
  outcome: "granted" | "refused";
  reason: string;
  reference: string;
  by: string;
  at: number;
}

export const DecisionNote = ({decision: d}: {decision: Decision}) => (
  <Notice kind={d.outcome === "granted" ? "good" : "bad"} title={say(`decision.${d.outcome}`)} calm>
    {d.reason && (
      <p>
        <bdi>{d.reason}</bdi>
      </p>
    )}
    <p class="quiet">
      {d.by} · {moment(d.at)}
      {d.reference && ` · ${say("decision.reference", {number: d.reference})}`}
    </p>
  </Notice>
);
