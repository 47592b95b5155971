// What was changed of a filed application and is not saved, and what is sent of it.
import type {Signal} from "@preact/signals";
import type {FieldLine} from "../api";

// What stands on the screen and differs from what is filed.
export interface Changing {
  fields: Map<string, FieldLine>;
  typed: Signal<Record<string, string>>; // answers by key
  lists: Signal<Record<string, string[]>>; // ids of a repeat's instances by its key
  gone: Signal<ReadonlySet<string>>; // instances that go when this is saved
  wanted: Signal<ReadonlySet<string>>; // keys that a refusal named: what was changed makes them asked
}

const going = (key: string, gone: ReadonlySet<string>): boolean => [...gone].some(i => key === i || key.startsWith(`${i}/`));

export function set_of({fields, typed, lists, gone}: Omit<Changing, "wanted">, filed: Record<string, string[]>): Record<string, string> {
  const left = (key: string) => (lists.value[key] ?? []).filter(id => !gone.value.has(`${key}/${id}`)).join(" ");
  const repeats = Object.keys(lists.value)
    .filter(key => !going(key, gone.value) && left(key) !== (filed[key] ?? []).join(" "))
    .map(key => [key, left(key)] as const);
  const answers = Object.entries(typed.value).filter(
    ([key, value]) => !going(key, gone.value) && value !== (fields.get(key)?.value ?? ""),
  );
  return Object.fromEntries([...repeats, ...answers]);
}
