// The form as tables, as sections, and as the places of its questions, for the rail, the list of what is missing, and
// reading back.
import type {FormNode, Group, Question, QuestionState, Repeat, ServiceForm} from "../api";
import type {Filling} from "./filling";
import {field_id, instances_around, key_in} from "./keys";

export interface Section {
  name: string;
  group: Group | Repeat | null; // null: questions that stand outside any group
  children: FormNode[];
}

export const questions_of = (nodes: readonly FormNode[]): Question[] =>
  nodes.flatMap(n => (n.kind === "question" ? [n] : questions_of(n.children)));

export const repeats_of = (nodes: readonly FormNode[]): Repeat[] =>
  nodes.flatMap(n => [...(n.kind === "repeat" ? [n] : []), ...(n.kind === "question" ? [] : repeats_of(n.children))]);

export const by_name = <T extends {name: string}>(all: T[]): Map<string, T> => new Map(all.map(x => [x.name, x]));

// Top-level groups, with loose questions between them gathered into sections of their own.
export function sections_of(form: ServiceForm): Section[] {
  const sections: Section[] = [];
  for (const node of form.form.children) {
    const last = sections.at(-1);
    if (node.kind === "group") sections.push({name: node.name, group: node, children: node.children});
    else if (node.kind === "repeat") sections.push({name: node.name, group: node, children: [node]});
    else if (last && last.group === null) last.children.push(node);
    else sections.push({name: `loose-${node.name}`, group: null, children: [node]});
  }
  return sections;
}

const controls = "input:not(.hidden),select,textarea,.capture-go,.capture .button";

// Brings the reader to a question: its first control gets the focus. The instances around it are unfolded first.
export function jump_to(key: string, filling: Filling): void {
  if (filling.unfolded.show(instances_around(key))) setTimeout(() => focus_on(key));
  else focus_on(key);
}

function focus_on(key: string): void {
  const place = document.getElementById(field_id(key));
  const control = place?.matches("input,select,textarea") ? place : place?.querySelector<HTMLElement>(controls);
  (control as HTMLElement | null | undefined)?.focus();
  place?.scrollIntoView({block: "center"});
}

export const first_control = (within: Element | null | undefined): HTMLElement | null =>
  within?.querySelector<HTMLElement>(controls) ?? null;

export const is_shown = (state: QuestionState | undefined): boolean => state?.relevant ?? false;

export interface Placed {
  key: string;
  instance: string; // the innermost that it stands in; blank: none
  question: Question;
}

// Every question that is asked now, in the form's order, instance by instance.
export function shown_places(nodes: readonly FormNode[], filling: Filling, instance = ""): Placed[] {
  return nodes.flatMap(node => {
    const key = key_in(instance, node.name);
    if (node.kind === "question")
      return is_shown(filling.questions.get(key)?.value) ? [{key, instance, question: node}] : [];
    if (!filling.stands(key)) return [];
    if (node.kind === "group") return shown_places(node.children, filling, instance);
    return filling.instances(key).flatMap(i => shown_places(node.children, filling, i));
  });
}
