// What every control of an answer is given, whoever holds the answer: a draft, or a change to an application.
import type {ComponentChildren} from "preact";
import type {Text} from "kit/language";

export interface Choice {
  name: string;
  label: Text;
}

export interface Asked {
  type: string; // XLSForm's
  appearance: string;
  mask?: string | undefined;
  choices: Choice[]; // those that are open now
}

export interface Answering {
  id: string; // of the control, or of the box around several
  asked: Asked;
  label: ComponentChildren;
  value: string;
  put: (value: string) => void;
  chosen?: (() => void) | undefined; // the answer is whole: nothing more is typed
  read_only?: boolean;
  required?: boolean;
  invalid?: boolean;
  described?: string | undefined;
}

export const aria = ({described, invalid}: Answering) => ({
  "aria-describedby": described,
  "aria-invalid": invalid ? ("true" as const) : undefined,
});
