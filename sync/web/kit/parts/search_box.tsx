// Search while typing: what is looked for follows the hand after a short pause.
import {useSignal} from "@preact/signals";
import {useEffect} from "preact/hooks";
import type {Cell} from "kit/parts/text_field";

const pause_ms = 200;

// `query` is what is looked for; who empties it empties the box.
export function SearchBox({label, query}: {label: string; query: Cell}) {
  const typed = useSignal(query.value);
  useEffect(() => {
    const timer = setTimeout(() => (query.value = typed.value.trim()), pause_ms);
    return () => clearTimeout(timer);
  }, [typed.value]);
  useEffect(() => {
    if (query.value === "") typed.value = "";
  }, [query.value]);
  return (
    <label>
      {label}
      <input
        class="input"
        type="search"
        autocomplete="off"
        value={typed.value}
        onInput={e => (typed.value = e.currentTarget.value)}
      />
    </label>
  );
}
