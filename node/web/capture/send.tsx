// A picture or a file that was taken here, on its way to the draft or application.
import {type Signal, useSignal} from "@preact/signals";
import {upload} from "kit/client";
import {say} from "kit/language";
import {Fault, Notice, Waiting} from "kit/parts/notice";
import {type Task, useTask} from "kit/task";
import {reduced} from "./reduce";
import type {Target} from "./run";

export interface Sending {
  refused: Signal<"" | "kind" | "size">; // why it cannot be sent as it is
  task: Task;
  send: (blob: Blob) => Promise<void>;
}

export interface SendProps {
  target: Target;
  question: string; // its key
  label: string;
  exception: string; // why no device could have it; blank: none was asked
  done: () => Promise<unknown>;
}

export function useSending({target, question, exception, done}: SendProps): Sending {
  const refused = useSignal<"" | "kind" | "size">("");
  const task = useTask();
  const send = async (blob: Blob) => {
    const ready = await reduced(blob);
    refused.value = typeof ready === "string" ? ready : "";
    if (typeof ready === "string") return;
    const where = new URLSearchParams({...target, question});
    const why = exception ? {"Karvan-Exception": encodeURIComponent(exception)} : {};
    await task.run(async () => {
      await upload(`captures/upload?${where}`, ready, why);
      await done();
    });
  };
  return {refused, task, send};
}

export const HowItGoes = ({sending: {refused, task}}: {sending: Sending}) => (
  <>
    {refused.value && <Notice kind="bad" title={say(`capture.refused_${refused.value}`)} />}
    {task.busy.value && <Waiting words={say("capture.sealing")} />}
    <Fault error={task.fault.value} />
  </>
);
