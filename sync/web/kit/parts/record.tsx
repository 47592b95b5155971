// What a record holds: its answers, its papers and its acts, as both pages show them.
import type {ComponentChildren} from "preact";
import {moment, number_text} from "kit/format";
import {say, say_if_known, type Text, text} from "kit/language";
import {answer_text, type Contender, Contenders} from "kit/parts/history";
import {Pill} from "kit/parts/state_pill";
import {reason_words} from "kit/parts/notice";

export interface FieldLine {
  name: string;
  label: Text;
  value: string;
  text: Text | null;
  held: boolean;
  parallel: boolean;
  late?: boolean;
  by?: string;
  at?: number;
  candidates?: Contender[];
  instance?: {key: string; label: Text; number: number} | null; // the innermost of a repeat that it stands in
}

interface FieldsProps<F> {
  fields: F[];
  beside?: ((f: F) => ComponentChildren) | undefined; // what a page has to say of a field, such as a way to change it
}

// Neighbours of one instance stand together under its name.
export function Fields<F extends FieldLine>({fields, beside}: FieldsProps<F>) {
  return (
    <>
      {runs_of(fields, f => f.instance?.key ?? "").map(run => (
        <Run key={run[0]?.name} fields={run} beside={beside} />
      ))}
    </>
  );
}

export function runs_of<T>(all: T[], key_of: (one: T) => string): T[][] {
  const runs: T[][] = [];
  for (const one of all) {
    const last = runs.at(-1);
    if (last?.[0] !== undefined && key_of(last[0]) === key_of(one)) last.push(one);
    else runs.push([one]);
  }
  return runs;
}

// The number 0 is of one that has gone.
export function instance_title({instance}: FieldLine): string {
  if (!instance) return "";
  const {label, number} = instance;
  return number > 0 ? say("repeat.nth", {label: text(label), number}) : say("repeat.gone", {label: text(label)});
}

// An answer's label with the entry that it stands in.
export const full_label = (f: FieldLine): string =>
  [instance_title(f), text(f.label) || f.name].filter(Boolean).join(" › ");

// A repeat's own list of instances in words: how many, for their ids say nothing.
export function as_entries<F extends FieldLine>(f: F): F {
  const counted = (value: string): Text => {
    const words = say("repeat.count", {count: value.split(" ").filter(Boolean).length});
    return {en: words, ur: words, az: words};
  };
  const candidates = f.candidates?.map(c => ({...c, text: counted(c.value)}));
  return {...f, text: counted(f.value), ...(candidates && {candidates})};
}

function Run<F extends FieldLine>({fields, beside}: FieldsProps<F>) {
  const title = fields[0] && instance_title(fields[0]);
  return (
    <>
      {title && <h3>{title}</h3>}
      <dl class="facts">
        {fields.map(f => (
          <div key={f.name} class={`fact ${f.held ? "held" : ""}`}>
            <dt>{text(f.label) || f.name}</dt>
            <dd>
              <bdi class="datum">{answer_text(f)}</bdi>
              {f.held && <Pill icon="pause" tone="care" words={say("record.held")} />}
              {f.parallel && <Pill icon="disc" tone="busy" words={say("record.parallel")} />}
              {f.late && <Pill icon="clock" tone="care" words={say("record.late_review")} />}
              {beside?.(f)}
              {f.candidates && f.candidates.length > 0 && <Others field={f} candidates={f.candidates} />}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

const Others = ({field: f, candidates}: {field: FieldLine; candidates: Contender[]}) => (
  <div class="others">
    {f.by && f.at !== undefined && (
      <span class="quiet">{say("record.in_force", {name: f.by, time: moment(f.at)})}</span>
    )}
    <span class="quiet">{say("record.beside")}</span>
    <Contenders among={candidates} />
  </div>
);

export interface DocumentLine {
  kind: string;
  number: number;
  state: "issued" | "void" | "disputed";
  reason: string;
  prints: ("printed" | "spoiled" | "nothing")[];
  disputed?: boolean;
  recipient?: string;
  handed_at?: number | null;
}

export const kind_words = (kind: string): string => say_if_known(`kind.${kind}`) ?? kind;

interface DocumentsProps {
  documents: DocumentLine[];
  title?: (kind: string) => string | false; // a page's own words for a kind
}

export function Documents({documents, title}: DocumentsProps) {
  if (documents.length === 0) return <p class="quiet">{say("record.no_documents")}</p>;
  return (
    <ul class="lines">
      {documents.map(d => (
        <li key={`${d.kind}${d.number}`} class="line">
          <span>
            {title?.(d.kind) || kind_words(d.kind)} <bdi class="number">{number_text(d.number)}</bdi>
          </span>
          <span class="quiet">
            {[say(`document.${d.state}`), d.reason, ...d.prints.map(p => say(`print.${p}`))]
              .filter(Boolean)
              .join(" · ")}
            {d.recipient && d.handed_at
              ? ` · ${say("document.handed", {name: d.recipient, time: moment(d.handed_at)})}`
              : ""}
          </span>
          {d.disputed && d.state !== "disputed" && (
            <Pill icon="warning" tone="care" words={say("document.disputed")} />
          )}
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
export const act_words = (what: string): string => what.split(" ").filter(Boolean).map(act_word).join(", ");

// What stands after the colon: a stage that was reached, what a person showed, what was decided; else the act alone.
const families: Record<string, string> = {advance: "stage", shown: "shows", decided: "decision", closed: "closed"};

function act_word(act: string): string {
  const [name = "", rest = ""] = act.split(":");
  const family = families[name];
  return (family && say_if_known(`${family}.${rest}`)) ?? say_if_known(`act.${name}`) ?? (rest || name);
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
