// An earlier document by its number: fills in what its application said. What this box does not know is asked for by
// hand, and the centre checks.
import {useSignal} from "@preact/signals";
import {code_of} from "kit/live";
import {number_text} from "kit/format";
import {say, text} from "kit/language";
import {Icon} from "kit/parts/icon";
import {Fault, Notice, Waiting} from "kit/parts/notice";
import {href} from "kit/router";
import {useTask} from "kit/task";
import type {LookedUp, Question} from "../api";
import type {Filling} from "./filling";

interface Props {
  question: Question;
  at: string;
  filling: Filling;
}

export function LookUp({question, at, filling}: Props) {
  const task = useTask();
  const asked = useSignal(""); // the number that was looked up last
  const value = filling.pending(at) ?? filling.questions.get(at)?.value.value ?? "";
  const found = filling.looked_up.value.find(l => l.question === at);
  const look = () => {
    asked.value = value;
    void task.run(() => filling.look_up(at));
  };
  const none = code_of(task.fault.value) === "not_found" && task.fault.value !== null;
  return (
    <div class="stack">
      <div class="buttons">
        <button type="button" class="button" disabled={task.busy.value || value === ""} onClick={look}>
          <Icon name="search" />
          {say("look_up.go")}
          <span class="hidden">: {text(question.label)}</span>
        </button>
      </div>
      {task.busy.value && <Waiting words={say("look_up.looking")} />}
      {none && asked.value === value && <Notice kind="care" title={say("look_up.none")} />}
      {!none && <Fault error={task.fault.value} />}
      {found && !none && !task.busy.value && <Found found={found} filling={filling} />}
    </div>
  );
}

function Found({found: f, filling}: {found: LookedUp; filling: Filling}) {
  const names = f.filled.map(key => text(filling.label(key)) || key);
  return (
    <Notice kind="good" title={say("look_up.found", {number: number_text(f.number)})}>
      <p>{names.length > 0 ? say("look_up.filled", {answers: names.join(say("list.comma"))}) : say("look_up.filled_none")}</p>
      <p class="quiet">
        {say("look_up.from")} <a href={href("applications", f.application)}>{f.tracking}</a>
      </p>
    </Notice>
  );
}
