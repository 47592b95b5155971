// A clerk changes answers after filing: only what was changed is sent, over the values that the page showed.
import {type Signal, useSignal} from "@preact/signals";
import {AnswerControl} from "kit/answer/answer_control";
import {say} from "kit/language";
import {answer_text} from "kit/parts/history";
import {full_label} from "kit/parts/record";
import {Pill} from "kit/parts/state_pill";
import {Submit} from "kit/parts/submit";
import {useTask} from "kit/task";
import {api, type Application, type FieldLine} from "./state";

interface Props {
  application: Application;
  fields: FieldLine[];
  changed: () => Promise<unknown>;
  close: () => void;
}

type Typed = Signal<Record<string, string>>;

export function Change({application: a, fields, changed, close}: Props) {
  const typed: Typed = useSignal<Record<string, string>>({});
  const task = useTask();
  const save = async (e: Event) => {
    e.preventDefault();
    const set = Object.fromEntries(Object.entries(typed.value).filter(([n, v]) => v !== before(fields, n)));
    if (Object.keys(set).length === 0) return close();
    const over = Object.fromEntries(a.fields.filter(f => f.writer).map(f => [f.name, f.writer]));
    if (await task.run(() => api.send("change_application", {office: a.office, id: a.id, set, over}))) close();
    await changed();
  };
  return (
    <form class="stack change" onSubmit={e => void save(e)}>
      <p class="quiet">{say("change.how")}</p>
      {fields.map(f => (
        <Line key={f.name} field={f} typed={typed} />
      ))}
      <Submit task={task} yes={say("change.save")} close={close} />
    </form>
  );
}

const answered = [
  "text", "integer", "decimal", "date", "time", "dateTime", "barcode", "geopoint", "acknowledge", "select_one", "select_multiple",
]; // biome-ignore format: one glance

// A repeat's own line, whose value is the ids of its entries.
export const is_list = (f: FieldLine, all: FieldLine[]): boolean =>
  f.type === "" && all.some(x => x.instance?.key.startsWith(`${f.name}/`));

const before = (fields: FieldLine[], name: string): string => fields.find(f => f.name === name)?.value ?? "";

function Line({field: f, typed}: {field: FieldLine; typed: Typed}) {
  const label = full_label(f);
  // A list that is too long to travel stays as it is.
  const chosen = f.type.startsWith("select_");
  if (f.held || !answered.includes(f.type) || (chosen && f.choices.length === 0))
    return (
      <p class="fixed">
        <span class="quiet">{label}</span> <bdi class="datum">{answer_text(f)}</bdi>{" "}
        {f.held && <Pill icon="pause" tone="care" words={say("record.held")} />}
      </p>
    );
  return (
    <div class="question">
      <AnswerControl
        id={`ch-${f.name}`}
        asked={{type: f.type, appearance: "", choices: f.choices}}
        label={<span class="label">{label}</span>}
        value={typed.value[f.name] ?? f.value}
        put={value => (typed.value = {...typed.value, [f.name]: value})}
      />
    </div>
  );
}
