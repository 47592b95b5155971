// The form as a flat table and as sections, for the rail, the list of what is missing, and reading back.
import type {FormNode, Group, Question, QuestionState, ServiceForm} from "../api";
import type {Filling} from "./filling";

export interface Section {
  name: string;
  group: Group | null; // null: questions that stand outside any group
  children: FormNode[];
}

export const questions_of = (nodes: readonly FormNode[]): Question[] =>
  nodes.flatMap(n => (n.kind === "group" ? questions_of(n.children) : [n]));

export const by_name = (form: ServiceForm): Map<string, Question> =>
  new Map(questions_of(form.form.children).map(q => [q.name, q]));

// Top-level groups, with loose questions between them gathered into sections of their own.
export function sections_of(form: ServiceForm): Section[] {
  const sections: Section[] = [];
  for (const node of form.form.children) {
    const last = sections.at(-1);
    if (node.kind === "group") sections.push({name: node.name, group: node, children: node.children});
    else if (last && last.group === null) last.children.push(node);
    else sections.push({name: `loose-${node.name}`, group: null, children: [node]});
  }
  return sections;
}

export const field_id = (name: string): string => `q-${name}`;
export const capture_id = (name: string): string => `c-${name}`;

// Brings the reader to a question: its first control gets the focus.
export function jump_to(name: string): void {
  const place = document.getElementById(field_id(name));
  const control = place?.matches("input,select,textarea")
    ? place
    : place?.querySelector<HTMLElement>("input:not(.hidden),select,textarea,.capture-go,.capture .button");
  (control as HTMLElement | null | undefined)?.focus();
  place?.scrollIntoView({block: "center"});
}

export const is_shown = (state: QuestionState | undefined): boolean => state?.relevant ?? false;

const hidden_by_group = (nodes: readonly FormNode[], filling: Filling): Set<string> => {
  const out = new Set<string>();
  for (const n of nodes) {
    if (n.kind !== "group") continue;
    const inner = filling.groups.value[n.name]?.relevant === false ? questions_of(n.children).map(q => q.name) : [];
    for (const name of [...inner, ...hidden_by_group(n.children, filling)]) out.add(name);
  }
  return out;
};

export function shown_questions(form: ServiceForm, filling: Filling): Question[] {
  const hidden = hidden_by_group(form.form.children, filling);
  return questions_of(form.form.children).filter(
    q => !hidden.has(q.name) && is_shown(filling.questions.get(q.name)?.value),
  );
}
