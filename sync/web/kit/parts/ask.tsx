// A question before something that cannot be taken back: what follows from it, a reason where one is demanded, and two
// buttons. Presets put usual reasons into the field.
import {type Signal, useSignal} from "@preact/signals";
import type {ComponentChildren} from "preact";
import {say} from "kit/language";
import {Dialog} from "kit/parts/dialog";
import {Submit} from "kit/parts/submit";
import {TextField} from "kit/parts/text_field";
import {useTask} from "kit/task";

interface Props {
  title: string;
  consequence?: string;
  yes: string;
  no?: string;
  doing?: string;
  danger?: boolean;
  reason?: boolean; // demanded
  presets?: string[];
  run: (reason: string) => Promise<unknown>;
  close: () => void;
  children?: ComponentChildren;
}

export function Ask({title, consequence, yes, no, doing, danger, reason, presets, run, close, children}: Props) {
  const words = useSignal("");
  const task = useTask();
  const submit = async (e: Event) => {
    e.preventDefault();
    if (await task.run(() => run(words.value.trim()))) close();
  };
  return (
    <Dialog title={title} onClose={close}>
      <form class="stack" onSubmit={e => void submit(e)}>
        {consequence && <p>{consequence}</p>}
        {children}
        {reason && <Reason words={words} presets={presets ?? []} />}
        <Submit
          task={task}
          yes={yes}
          no={no ?? say("ask.no")}
          doing={doing ?? say("ask.doing")}
          look={danger ? "danger" : ""}
          close={close}
        />
      </form>
    </Dialog>
  );
}

export function Reason({words, presets}: {words: Signal<string>; presets: string[]}) {
  return (
    <div class="stack">
      <TextField label={say("ask.reason")} value={words} required />
      {presets.length > 0 && (
        <div class="buttons">
          {presets.map(p => (
            <button key={p} type="button" class="button" onClick={() => (words.value = p)}>
              {p}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
