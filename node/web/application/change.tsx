// Changing answers after filing: only those that were changed are sent, each over the value that was shown.
import {type Signal, useSignal} from "@preact/signals";
import {useEffect} from "preact/hooks";
import {segment} from "kit/contract";
import {say, text} from "kit/language";
import {Fault, Waiting} from "kit/parts/notice";
import {Pick} from "kit/parts/pick";
import {Submit} from "kit/parts/submit";
import {Pill} from "kit/parts/state_pill";
import {type Cell, TextField} from "kit/parts/text_field";
import {useTask} from "kit/task";
import {api, type Application, type FieldLine, type Question} from "../api";
import {questions_of} from "../counter/outline";
import {is_digits, manner_of} from "../counter/typed";

interface Props {
  application: Application;
  fields: FieldLine[];
  changed: () => Promise<unknown>;
  close: () => void;
}

export function Change({application: a, fields, changed, close}: Props) {
  const questions = useSignal<Map<string, Question> | null>(null);
  const typed = useSignal<Record<string, string>>({});
  const task = useTask();
  useEffect(() => {
    const path = `/services/${segment(a.service)}/${segment(a.version)}/form`;
    void task.run(async () => {
      const {form} = await api.fetch("/services/{id}/{version}/form", path);
      questions.value = new Map(questions_of(form.children).map(q => [q.name, q]));
    });
  }, []);
  const known = questions.value;
  if (!known) return task.fault.value ? <Fault error={task.fault.value} /> : <Waiting words={say("page.loading")} />;
  const save = async (e: Event) => {
    e.preventDefault();
    const fresh = fields.filter(f => f.name in typed.value && typed.value[f.name] !== f.value);
    if (fresh.length === 0) return close();
    const set = Object.fromEntries(fresh.map(f => [f.name, typed.value[f.name] ?? ""]));
    const over = Object.fromEntries(fresh.filter(f => f.writer).map(f => [f.name, f.writer]));
    if (await task.run(() => api.send("change_application", {application: a.id, set, over}))) close();
    await changed();
  };
  return (
    <form class="stack change" onSubmit={e => void save(e)}>
      <p class="quiet">{say("change.how")}</p>
      {fields.map(f => (
        <Line key={f.name} field={f} question={known.get(f.name)} typed={typed} />
      ))}
      <Submit task={task} yes={say("change.save")} close={close} />
    </form>
  );
}

interface LineProps {
  field: FieldLine;
  question: Question | undefined;
  typed: Signal<Record<string, string>>;
}

function Line({field: f, question: q, typed}: LineProps) {
  const label = text(f.label) || f.name;
  if (!q || f.held || q.type === "note" || q.type === "acknowledge" || q.type === "select_multiple") {
    return (
      <p class="fixed">
        <span class="quiet">{label}</span> <bdi class="datum">{f.text ? text(f.text) : f.value}</bdi>{" "}
        {f.held && <Pill icon="pause" tone="care" words={say("record.held")} />}
      </p>
    );
  }
  const manner = manner_of(q);
  const now = typed.value[f.name] ?? f.value;
  const put = (value: string) => (typed.value = {...typed.value, [f.name]: value});
  if (q.type === "select_one") {
    const value = cell(() => now, put);
    return <Pick label={label} value={value} from={q.choices.map(c => [c.name, text(c.label)] as const)} />;
  }
  const shown = cell(
    () => manner.show(now),
    s => put(manner.read(manner.tidy(s, manner.show(now)))),
  );
  return <TextField label={label} value={shown} digits={is_digits(q)} length_max={4000} />;
}

const cell = (get: () => string, set: (s: string) => void): Cell => ({
  get value() {
    return get();
  },
  set value(s) {
    set(s);
  },
});
