// Changing answers after filing: only those that were changed are sent, each over the value that was shown. Entries of a
// repeat come and go by the list of their ids.
import {useSignal} from "@preact/signals";
import {useEffect} from "preact/hooks";
import {segment} from "kit/contract";
import {Refused} from "kit/client";
import {say} from "kit/language";
import {Fault, Waiting} from "kit/parts/notice";
import {Submit} from "kit/parts/submit";
import {useTask} from "kit/task";
import {api, type Application, type FormNode} from "../api";
import {ChangeNodes} from "./change_nodes";
import {type Changing, set_of} from "./changing";

interface Props {
  application: Application;
  changed: () => Promise<unknown>;
  close: () => void;
}

export function Change({application: a, changed, close}: Props) {
  const nodes = useSignal<FormNode[] | null>(null);
  const changing: Changing = {
    fields: new Map([...a.fields, ...a.unanswered].map(f => [f.name, f])),
    typed: useSignal<Record<string, string>>({}),
    lists: useSignal<Record<string, string[]>>(a.repeats),
    gone: useSignal<ReadonlySet<string>>(new Set()),
    wanted: useSignal<ReadonlySet<string>>(new Set()),
  };
  const task = useTask();
  useEffect(() => {
    const path = `/services/${segment(a.service)}/${segment(a.version)}/form`;
    void task.run(async () => {
      nodes.value = (await api.fetch("/services/{id}/{version}/form", path)).form.children;
    });
  }, []);
  if (!nodes.value) return task.fault.value ? <Fault error={task.fault.value} /> : <Waiting words={say("page.loading")} />;
  const save = async (e: Event) => {
    e.preventDefault();
    const set = set_of(changing, a.repeats);
    if (Object.keys(set).length === 0) return close();
    const writers = Object.keys(set).map(key => [key, changing.fields.get(key)?.writer ?? ""] as const);
    const over = Object.fromEntries(writers.filter(([, writer]) => writer));
    if (await task.run(() => api.send("change_application", {application: a.id, set, over}))) close();
    const fault = task.fault.value;
    if (fault instanceof Refused && fault.problem.where) changing.wanted.value = new Set([...changing.wanted.value, fault.problem.where]);
    await changed();
  };
  return (
    <form class="stack change" onSubmit={e => void save(e)}>
      <p class="quiet">{say("change.how")}</p>
      <ChangeNodes nodes={nodes.value} instance="" fresh={false} changing={changing} />
      <Submit task={task} yes={say("change.save")} close={close} />
    </form>
  );
}
