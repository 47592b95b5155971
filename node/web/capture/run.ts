// One capture from the press of a button to its end: what the node says of it, told by events.
import {effect, type Signal, signal} from "@preact/signals";
import {segment} from "kit/contract";
import {live} from "kit/live";
import {api, type Capture} from "../api";

export type Target = {draft: string} | {application: string};
const over = ["done", "failed", "cancelled"];
export const is_over = (c: Capture | null): boolean => c !== null && over.includes(c.state);

export interface Run {
  capture: Signal<Capture | null>;
  fault: Signal<Error | null>;
  cancel: () => void;
  leave: () => void; // nobody looks any longer; the capture itself goes on
}

// `ended` is called once, with what became of it.
export async function start(target: Target, question: string, exception: string, ended: (c: Capture) => void): Promise<Run> {
  const {capture: id} = await api.send("start_capture", {...target, question, ...(exception && {exception})});
  const held = live(`captures/${id}`, () => api.fetch("/captures/{id}", `/captures/${segment(id)}`));
  const unwatch = held.watch();
  const told = signal(false);
  const stop = effect(() => {
    const now = held.data.value;
    if (!now || !is_over(now) || told.peek()) return;
    told.value = true;
    unwatch();
    ended(now);
  });
  const leave = () => {
    stop();
    unwatch();
  };
  const cancel = () =>
    void api.send("cancel_capture", {capture: id}).then(
      () => held.refresh(),
      error => (held.fault.value = error as Error),
    );
  return {capture: held.data, fault: held.fault, cancel, leave};
}
