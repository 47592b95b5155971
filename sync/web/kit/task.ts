// One thing that a person asked for and that takes a while: whether it runs, and what went wrong.
import {type Signal, useSignal} from "@preact/signals";

export interface Task {
  busy: Signal<boolean>;
  fault: Signal<Error | null>;
  // False where it failed; `fault` then says how. A second press while it runs does nothing.
  run: (work: () => Promise<unknown>) => Promise<boolean>;
}

export function useTask(): Task {
  const busy = useSignal(false);
  const fault = useSignal<Error | null>(null);
  const run = async (work: () => Promise<unknown>) => {
    if (busy.value) return false;
    busy.value = true;
    fault.value = null;
    try {
      await work();
    } catch (error) {
      fault.value = error as Error;
    }
    busy.value = false;
    return fault.value === null;
  };
  return {busy, fault, run};
}
