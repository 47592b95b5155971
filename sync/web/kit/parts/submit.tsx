// How a form ends: its own button and the way out; a sentence in their place while it is under way, and what went wrong.
import {say} from "kit/language";
import {main_action} from "kit/main_action";
import {Fault, Waiting} from "kit/parts/notice";
import type {Task} from "kit/task";

interface Props {
  task: Task;
  yes: string;
  no?: string;
  doing?: string;
  look?: string; // more classes of the button
  main?: boolean; // what Ctrl+Enter does on this screen
  close?: () => void;
}

export const Submit = ({task, yes, no, doing, look = "", main, close}: Props) => (
  <>
    <Fault error={task.fault.value} />
    {task.busy.value ? (
      <Waiting words={doing ?? say("ask.doing")} />
    ) : (
      <div class="buttons">
        <button type="submit" class={`button primary ${look}`} {...(main && main_action)}>
          {yes}
        </button>
        {close && (
          <button type="button" class="button" onClick={close}>
            {no ?? say("ask.no")}
          </button>
        )}
      </div>
    )}
  </>
);
