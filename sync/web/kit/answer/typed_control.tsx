// Answers that are typed. A key echoes at once; the field shows what was typed as long as it has the focus, then what is
// held. A handheld scanner types too: its Enter goes on to the next answer.
import {useSignal} from "@preact/signals";
import {useRef} from "preact/hooks";
import {type Answering, aria} from "kit/answer/answering";
import {ScanButton} from "kit/answer/scan";
import {is_digits, manner_of} from "kit/typed";

const length_max = 4000;

export function Typed(a: Answering) {
  const {asked} = a;
  const manner = manner_of(asked);
  const typed = useSignal<string | null>(null);
  const focused = useRef(false);
  const shown = typed.value !== null && focused.current ? typed.value : manner.show(a.value);
  const input = (e: Event) => {
    const field = e.currentTarget as HTMLInputElement;
    const at_end = field.selectionEnd === field.value.length;
    const tidy = at_end ? manner.tidy(field.value, shown) : field.value;
    typed.value = tidy;
    if (field.value !== tidy) field.value = tidy;
    a.put(manner.read(tidy));
  };
  const label = <label for={a.id}>{a.label}</label>;
  if (a.read_only)
    return (
      <>
        {label}
        <output id={a.id} class="read-only">
          {shown || "—"}
        </output>
      </>
    );
  const digits = is_digits(asked);
  const props = {
    id: a.id,
    class: `input ${digits ? "digits" : ""}`,
    value: shown,
    maxLength: length_max,
    autocomplete: "off" as const,
    spellcheck: false,
    ...aria(a),
    "aria-required": a.required ? ("true" as const) : undefined,
    onInput: input,
    onFocus: () => {
      focused.current = true;
    },
    onBlur: () => {
      focused.current = false;
      typed.value = null;
    },
  };
  if (/\bmultiline\b/.test(asked.appearance))
    return (
      <>
        {label}
        <textarea {...props} dir="auto" rows={3} />
      </>
    );
  const field = (
    <input
      {...props}
      type="text"
      dir={digits ? "ltr" : "auto"}
      inputMode={asked.type === "decimal" ? "decimal" : digits && asked.type !== "barcode" ? "numeric" : "text"}
      placeholder={placeholders[asked.type]}
    />
  );
  if (asked.type !== "barcode")
    return (
      <>
        {label}
        {field}
      </>
    );
  const take = (value: string) => {
    a.put(value);
    a.chosen?.();
  };
  return (
    <>
      {label}
      <div class="field-and-button">
        {field}
        <ScanButton about={a.label} take={take} />
      </div>
    </>
  );
}

const placeholders: Record<string, string> = {date: "DD.MM.YYYY", time: "HH:MM", dateTime: "DD.MM.YYYY HH:MM"};
