// Answers that are typed. A key echoes at once; the node hears of it 400 ms later, or when the field is left.
import {useSignal} from "@preact/signals";
import {useRef} from "preact/hooks";
import type {ControlProps} from "./control";
import {field_id} from "./outline";
import {is_digits, manner_of} from "./typed";

const length_max = 4000;

export function TextControl({question, state, filling, described, invalid}: ControlProps) {
  const manner = manner_of(question);
  const typed = useSignal<string | null>(null);
  const focused = useRef(false);
  const held = filling.pending(question.name) ?? state.value;
  // While the field has the focus it shows what was typed; else what is held.
  const shown = typed.value !== null && focused.current ? typed.value : manner.show(held);
  const input = (e: Event) => {
    const field = e.currentTarget as HTMLInputElement;
    const at_end = field.selectionEnd === field.value.length;
    const tidy = at_end ? manner.tidy(field.value, shown) : field.value;
    typed.value = tidy;
    if (field.value !== tidy) field.value = tidy;
    filling.type(question.name, manner.read(tidy));
  };
  if (state.read_only)
    return (
      <output id={field_id(question.name)} class="read-only">
        {shown || "—"}
      </output>
    );
  const props = {
    id: field_id(question.name),
    class: "input",
    value: shown,
    maxLength: length_max,
    autocomplete: "off" as const,
    spellcheck: false,
    "aria-describedby": described,
    "aria-invalid": invalid ? ("true" as const) : undefined,
    "aria-required": state.required ? ("true" as const) : undefined,
    onInput: input,
    onFocus: () => {
      focused.current = true;
    },
    onBlur: () => {
      focused.current = false;
      typed.value = null;
    },
  };
  if (/\bmultiline\b/.test(question.appearance)) return <textarea {...props} dir="auto" rows={3} />;
  const digits = is_digits(question);
  return (
    <input
      {...props}
      type="text"
      class={`input ${digits ? "digits" : ""}`}
      dir={digits ? "ltr" : "auto"}
      inputMode={question.type === "decimal" ? "decimal" : digits ? "numeric" : "text"}
      placeholder={placeholders[question.type]}
    />
  );
}

const placeholders: Record<string, string> = {date: "DD.MM.YYYY", time: "HH:MM"};
