// The answers of a filed application as fields, in the form's order; entries of repeats are added and taken away.
import {AnswerControl} from "kit/answer/answer_control";
import {say, text} from "kit/language";
import {answer_text} from "kit/parts/history";
import {Icon} from "kit/parts/icon";
import {Pill} from "kit/parts/state_pill";
import type {FormNode, Question, Repeat} from "../api";
import {is_file} from "../capture/words";
import {key_in} from "../counter/keys";
import type {Changing} from "./changing";

interface Props {
  nodes: readonly FormNode[];
  instance: string; // that they stand in; blank: none
  fresh: boolean; // it was added here: every question of it is asked
  changing: Changing;
}

export const ChangeNodes = ({nodes, ...props}: Props) => (
  <>
    {nodes.map(n => {
      if (n.kind === "question") return <Line key={n.name} question={n} {...props} />;
      if (n.kind === "group") return <ChangeNodes key={n.name} {...props} nodes={n.children} />;
      return <Entries key={n.name} repeat={n} {...props} />;
    })}
  </>
);

type LineProps = Omit<Props, "nodes"> & {question: Question};

function Line({question: q, instance, fresh, changing: {fields, typed, wanted}}: LineProps) {
  const key = key_in(instance, q.name);
  const f = fields.get(key);
  if (q.type === "note" || is_file(q) || (!f && !fresh && !wanted.value.has(key))) return null;
  const label = text(f?.label ?? q.label) || q.name;
  if (f?.held)
    return (
      <p class="fixed">
        <span class="quiet">{label}</span> <bdi class="datum">{answer_text(f)}</bdi>{" "}
        <Pill icon="pause" tone="care" words={say("record.held")} />
      </p>
    );
  return (
    <div class="question">
      <AnswerControl
        id={`ch-${key}`}
        asked={q}
        label={<span class="label">{label}</span>}
        value={typed.value[key] ?? f?.value ?? ""}
        put={value => (typed.value = {...typed.value, [key]: value})}
      />
    </div>
  );
}

// Random, so that two desks that add one each do not make one of them.
const new_id = (): string =>
  [...crypto.getRandomValues(new Uint8Array(10))].map(b => "abcdefghijklmnopqrstuvwxyz234567"[b & 31]).join("");

function Entries({repeat, instance, fresh, changing}: Omit<Props, "nodes"> & {repeat: Repeat}) {
  const {lists, gone} = changing;
  const key = key_in(instance, repeat.name);
  const ids = lists.value[key];
  if (!ids && !fresh) return null; // the answers have ruled it out
  const label = text(repeat.label);
  const turn = (i: string) => {
    const next = new Set(gone.value);
    if (!next.delete(i)) next.add(i);
    gone.value = next;
  };
  const add = () => {
    const id = new_id();
    lists.value = {...lists.value, [key]: [...(lists.value[key] ?? []), id]};
    setTimeout(() => document.getElementById(entry_id(`${key}/${id}`))?.querySelector<HTMLElement>("input,select,textarea")?.focus());
  };
  return (
    <div class="repeat" role="group" aria-label={label}>
      {(ids ?? []).map((id, i) => {
        const at = `${key}/${id}`;
        const going = gone.value.has(at);
        return (
          <fieldset key={id} id={entry_id(at)} class="subgroup">
            <legend>
              <h3>{say("repeat.nth", {label, number: i + 1})}</h3>
            </legend>
            {going ? (
              <p class="quiet">{say("repeat.goes")}</p>
            ) : (
              <ChangeNodes nodes={repeat.children} instance={at} fresh={!known(changing, at)} changing={changing} />
            )}
            {!repeat.counted && (
              <div class="buttons">
                <button type="button" class="button plain" onClick={() => turn(at)}>
                  {say(going ? "repeat.put_back" : "repeat.remove")}
                  <span class="hidden">: {say("repeat.nth", {label, number: i + 1})}</span>
                </button>
              </div>
            )}
          </fieldset>
        );
      })}
      {!repeat.counted && (
        <div class="buttons">
          <button type="button" class="button" onClick={add}>
            <Icon name="plus" />
            {say("repeat.add")}
            <span class="hidden">: {label}</span>
          </button>
        </div>
      )}
    </div>
  );
}

const entry_id = (instance: string): string => `ce-${instance}`;
const known = ({fields}: Changing, instance: string): boolean =>
  [...fields.keys()].some(key => key.startsWith(`${instance}/`));
