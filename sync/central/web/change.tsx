// A clerk changes answers after filing: only what was changed is sent, over the values that the page showed.
import {type Signal, useSignal} from "@preact/signals";
import {say, text} from "kit/language";
import {answer_text} from "kit/parts/history";
import {Pick} from "kit/parts/pick";
import {Pill} from "kit/parts/state_pill";
import {Submit} from "kit/parts/submit";
import {type Cell, TextField} from "kit/parts/text_field";
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

const before = (fields: FieldLine[], name: string): string => fields.find(f => f.name === name)?.value ?? "";
const written = new Set(["text", "integer", "decimal", "date", "barcode"]);

function Line({field: f, typed}: {field: FieldLine; typed: Typed}) {
  const label = text(f.label) || f.name;
  const cell: Cell = {
    get value() {
      return typed.value[f.name] ?? f.value;
    },
    set value(v: string) {
      typed.value = {...typed.value, [f.name]: v};
    },
  };
  if (!f.held && f.choices.length > 0)
    return (
      <div class="text-field">
        <Pick label={label} value={cell} from={f.choices.map(c => [c.name, text(c.label)] as const)} />
      </div>
    );
  if (!f.held && f.type === "date") return <DateField label={label} value={cell} />;
  if (!f.held && written.has(f.type)) return <TextField label={label} value={cell} length_max={4000} digits={f.type !== "text"} />;
  return (
    <p class="fixed">
      <span class="quiet">{label}</span> <bdi class="datum">{answer_text(f)}</bdi>{" "}
      {f.held && <Pill icon="pause" tone="care" words={say("record.held")} />}
    </p>
  );
}

const DateField = ({label, value}: {label: string; value: Cell}) => (
  <label class="text-field">
    <span>{label}</span>
    <input class="input" type="date" value={value.value} onInput={e => (value.value = e.currentTarget.value)} />
  </label>
);
