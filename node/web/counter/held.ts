// What the node holds of one draft, as it last said: each question's state by key, the instances of its repeats, what is
// missing, what it costs.
import {batch, type Signal, signal} from "@preact/signals";
import {type Language, language, say_in, type Text, text} from "kit/language";
import type {
  Attachment,
  Draft,
  DraftChange,
  FeeShown,
  LookedUp,
  Missing,
  PartyState,
  Question,
  QuestionState,
  Repeat,
} from "../api";
import {instances_around, name_of} from "./keys";
import {Unfolded} from "./unfolded";

const unfolded_max = 2; // instances of a repeat that open as they come

export class Held {
  readonly questions = new Map<string, Signal<QuestionState>>();
  readonly groups = signal<Draft["groups"]>({});
  readonly repeats = signal<Draft["repeats"]>({});
  readonly unfolded = new Unfolded();
  readonly missing = signal<Missing[]>([]);
  readonly saved_at = signal(0);
  readonly attachments = signal<Attachment[]>([]);
  readonly parties = signal<PartyState[]>([]);
  readonly summary = signal<Draft["summary"]>(null);
  readonly fee = signal<FeeShown | null>(null);
  readonly looked_up = signal<LookedUp[]>([]);
  // Only newer answers than these count; a late answer to an old request changes nothing.
  protected seen: number;

  // `asked`, `repeated`: the form's questions and repeats by name.
  constructor(
    readonly draft: Draft,
    readonly asked: Map<string, Question>,
    readonly repeated: Map<string, Repeat>,
  ) {
    this.seen = draft.seen;
  }

  get version(): number {
    return this.seen;
  }

  value(key: string): string {
    return this.questions.get(key)?.peek().value ?? "";
  }

  values(): Map<string, string> {
    return new Map([...this.questions].map(([key, state]) => [key, state.peek().value]));
  }

  // Answers that are others than then, blank ones apart.
  changed_since(before: Map<string, string>): string[] {
    return [...this.values()].filter(([key, value]) => value !== "" && value !== before.get(key)).map(([key]) => key);
  }

  // Of a question or of a repeat.
  label(key: string): Text | undefined {
    const name = name_of(key);
    return this.questions.get(key)?.value.label ?? this.asked.get(name)?.label ?? this.repeated.get(name)?.label;
  }

  // A group or a repeat that the answers have not ruled out.
  stands(key: string): boolean {
    return this.groups.value[key]?.relevant !== false;
  }

  // Keys of a repeat's instances, in order.
  instances(repeat: string): string[] {
    return (this.repeats.value[repeat] ?? []).map(id => `${repeat}/${id}`);
  }

  // "Family member 2" of members/7k3q.
  instance_words(instance: string, l: Language = language.value): string {
    const repeat = instance.slice(0, instance.lastIndexOf("/"));
    const number = this.instances(repeat).indexOf(instance) + 1;
    return say_in(l, "repeat.nth", {label: text(this.repeated.get(name_of(repeat))?.label, l), number});
  }

  // The instances around a place, in words; blank where it is in none.
  where(key: string, l: Language = language.value): string {
    return instances_around(key)
      .map(i => this.instance_words(i, l))
      .join(" › ");
  }

  missing_in(instance: string): number {
    return this.missing.value.filter(m => m.question.startsWith(`${instance}/`)).length;
  }

  protected fold(change: Draft | DraftChange): void {
    batch(() => {
      this.seen = change.seen;
      this.saved_at.value = change.saved_at;
      this.fold_repeats(change.repeats);
      for (const [key, state] of Object.entries(change.questions)) {
        const held = this.questions.get(key);
        if (held) held.value = state;
        else this.questions.set(key, signal(state));
      }
      this.groups.value = {...this.groups.value, ...change.groups};
      this.missing.value = change.missing;
      this.fee.value = change.fee;
      if ("parties" in change) this.fold_whole(change);
      else if (change.seen !== this.summary.value?.seen) this.summary.value = null;
    });
  }

  // What stood in an instance that went is forgotten.
  protected forget(went: (key: string) => boolean): void {
    for (const key of [...this.questions.keys()]) if (went(key)) this.questions.delete(key);
  }

  private fold_repeats(fresh: Draft["repeats"]): void {
    const before = this.repeats.peek();
    const gone: string[] = [];
    for (const [key, ids] of Object.entries(fresh)) {
      const had = before[key] ?? [];
      gone.push(...had.filter(id => !ids.includes(id)).map(id => `${key}/${id}/`));
      const came = ids.filter(id => !had.includes(id));
      if (ids.length <= unfolded_max) this.unfolded.show(came.map(id => `${key}/${id}`));
    }
    const went = (key: string) => gone.some(g => key.startsWith(g));
    if (gone.length > 0) this.forget(went);
    const left = Object.entries({...before, ...fresh}).filter(([key]) => !went(key));
    this.repeats.value = Object.fromEntries(left);
  }

  private fold_whole(draft: Draft): void {
    this.attachments.value = draft.attachments;
    this.parties.value = draft.parties;
    this.summary.value = draft.summary;
    this.repeats.value = draft.repeats;
    this.looked_up.value = draft.looked_up;
  }
}
