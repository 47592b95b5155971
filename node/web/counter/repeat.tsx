// A part of the form that is filled in once for each person, child or house: a list of instances, each with its own
// words, which are added, taken away and walked through by keyboard alone.
import {useSignal} from "@preact/signals";
import type {ComponentChildren} from "preact";
import {useRef} from "preact/hooks";
import {say, text} from "kit/language";
import {Icon} from "kit/parts/icon";
import {Fault, Waiting} from "kit/parts/notice";
import {useTask} from "kit/task";
import type {Repeat} from "../api";
import type {Filling} from "./filling";
import {InstanceHead} from "./instance_head";
import {field_id, instance_id} from "./keys";
import {first_control} from "./outline";

interface Props {
  repeat: Repeat;
  at: string; // its key
  filling: Filling;
  headed?: boolean; // a heading with its label stands above it already
  children: (instance: string) => ComponentChildren; // what is asked in one
}

export function RepeatView({repeat, at, filling, headed, children}: Props) {
  const list = useRef<HTMLOListElement>(null);
  const adder = useRef<HTMLButtonElement>(null);
  const task = useTask();
  const told = useSignal("");
  const label = text(repeat.label);
  const instances = filling.instances(at);
  const add = () =>
    task.run(async () => {
      const instance = await filling.add_instance(at);
      told.value = say("repeat.added", {what: filling.instance_words(instance)});
      setTimeout(() => {
        const body = document.getElementById(instance_id(instance));
        (first_control(body?.querySelector(".instance-body")) ?? body?.querySelector("button"))?.focus();
      });
    });
  // The focus goes to what took its place, else to the button that adds.
  const removed = (number: number, words: string) => {
    told.value = say("repeat.removed", {what: words});
    setTimeout(() => {
      const heads = heads_of(list.current);
      (heads[Math.min(number, heads.length) - 1] ?? adder.current)?.focus();
    });
  };
  return (
    <div id={field_id(at)} class="repeat" role="group" aria-label={label}>
      {!headed && <h3>{label}</h3>}
      <p class="quiet" role="status">
        {instances.length === 0 ? say("repeat.none") : say("repeat.count", {count: instances.length})}
        <span class="hidden"> {told.value}</span>
      </p>
      <ol ref={list} class="instances" onKeyDown={e => walk(e, list.current)}>
        {instances.map((instance, i) => (
          <li key={instance} id={instance_id(instance)} class="instance">
            <InstanceHead
              {...{repeat, instance, filling}}
              number={i + 1}
              removed={words => removed(i + 1, words)}
            />
            {filling.unfolded.has(instance) && (
              <div class="instance-body">{children(instance)}</div>
            )}
          </li>
        ))}
      </ol>
      {repeat.counted ? (
        <p class="quiet">{say("repeat.counted")}</p>
      ) : (
        <div class="buttons">
          <button
            ref={adder}
            type="button"
            class="button add-instance"
            disabled={task.busy.value}
            onClick={() => void add()}
          >
            <Icon name="plus" />
            {say("repeat.add")}
            <span class="hidden">: {label}</span>
          </button>
        </div>
      )}
      {filling.missing.value.some(m => m.question === at) && (
        <p class="wrong-words">
          <Icon name="warning" />
          {say("fault.limit")}
        </p>
      )}
      {task.busy.value && <Waiting words={say("repeat.adding")} />}
      <Fault error={task.fault.value} />
    </div>
  );
}

// The heads of this list, not those of repeats inside it.
const heads_of = (list: HTMLOListElement | null): HTMLElement[] =>
  [...(list?.querySelectorAll<HTMLElement>(":scope > li > .instance-line .instance-head") ?? [])];

// The arrow keys go from head to head, as in every list that unfolds.
function walk(e: KeyboardEvent, list: HTMLOListElement | null) {
  const heads = heads_of(list);
  const here = heads.indexOf(e.target as HTMLElement);
  const last = heads.length - 1;
  const to = {ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: last}[e.key];
  if (here < 0 || to === undefined) return;
  e.preventDefault();
  e.stopPropagation();
  heads[Math.max(0, Math.min(to, last))]?.focus();
}
