// One line or more of free words, with its label above.
import {latin_digits} from "kit/format";
import {say} from "kit/language";

// A signal, or anything else that holds a text.
export interface Cell {
  value: string;
}

interface Props {
  label: string;
  value: Cell;
  length_max?: number;
  required?: boolean;
  optional?: boolean;
  lines?: boolean;
  digits?: boolean; // an identity number and the like: from left to right, Latin digits
  hint?: string;
}

export function TextField({label, value, length_max = 500, required, optional, lines, digits, hint}: Props) {
  const shared = {
    class: digits ? "input digits" : "input",
    dir: digits ? ("ltr" as const) : ("auto" as const),
    maxLength: length_max,
    required: required ?? false,
    autocomplete: "off" as const,
    spellcheck: false,
    value: value.value,
    onInput: (e: {currentTarget: {value: string}}) =>
      (value.value = digits ? latin_digits(e.currentTarget.value) : e.currentTarget.value),
  };
  return (
    <label class="text-field">
      <span>
        {label} {optional && <span class="optional">{say("question.optional")}</span>}
      </span>
      {lines ? <textarea {...shared} rows={3} /> : <input {...shared} />}
      {hint && <span class="quiet">{hint}</span>}
    </label>
  );
}
