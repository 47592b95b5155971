// What a record holds: its answers, its papers and its acts, as both pages show them.
import type {ComponentChildren} from "preact";
import {moment, number_text, value_text} from "kit/format";
import {say, say_if_known, type Text, text} from "kit/language";
import {Pill} from "kit/parts/state_pill";
import {reason_words} from "kit/parts/notice";

export interface FieldLine {
  name: string;
  label: Text;
  value: string;
  text: Text | null;
  held: boolean;
  parallel: boolean;
}

export function Fields({fields}: {fields: FieldLine[]}) {
  return (
    <dl class="facts">
      {fields.map(f => (
        <div key={f.name} class="fact">
          <dt>{text(f.label) || f.name}</dt>
          <dd>
            <bdi class="datum">{f.text ? text(f.text) : value_text(f.value) || say("record.blank")}</bdi>
            {f.held && <Pill icon="pause" tone="care" words={say("record.held")} />}
            {f.parallel && <Pill icon="disc" tone="busy" words={say("record.parallel")} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

export interface DocumentLine {
  kind: string;
  number: number;
  state: "issued" | "void" | "disputed";
  reason: string;
  prints: ("printed" | "spoiled" | "nothing")[];
}

export const kind_words = (kind: string): string => say_if_known(`kind.${kind}`) ?? kind;

export function Documents({documents}: {documents: DocumentLine[]}) {
  if (documents.length === 0) return <p class="quiet">{say("record.no_documents")}</p>;
  return (
    <ul class="lines">
      {documents.map(d => (
        <li key={`${d.kind}${d.number}`} class="line">
          <span>
            {kind_words(d.kind)} <bdi class="number">{number_text(d.number)}</bdi>
          </span>
          <span class="quiet">
            {[say(`document.${d.state}`), d.reason, ...d.prints.map(p => say(`print.${p}`))]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </li>
      ))}
    </ul>
  );
}

export interface ActLine {
  op: string;
  time: number;
  by: string;
  what: string;
  reason: string;
}

// "set advance:filed" in words; an act that this page does not know is shown as it is.
const act_words = (what: string): string => what.split(" ").filter(Boolean).map(act_word).join(", ");

function act_word(act: string): string {
  const [name = "", stage] = act.split(":");
  return stage ? (say_if_known(`stage.${stage}`) ?? stage) : (say_if_known(`act.${name}`) ?? name);
}

export function Acts<A extends ActLine>({acts, mark}: {acts: A[]; mark: (act: A) => ComponentChildren}) {
  return (
    <ol class="lines acts">
      {acts.map(a => (
        <li key={a.op} class="line">
          <span class="act-words">
            <strong>{act_words(a.what)}</strong>
            <span class="quiet">
              {moment(a.time)} · <bdi>{a.by}</bdi> · <bdi>{a.op.replace(/^([^/]+)\/(.{4})[^/]*\//, "$1/$2…/")}</bdi>
            </span>
            {a.reason && <span class="reason">{reason_words(a.reason)}</span>}
          </span>
          {mark(a)}
        </li>
      ))}
    </ol>
  );
}
