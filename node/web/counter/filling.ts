// One draft on the screen: what the node holds, what was typed since, and the sending of it. What is typed stays here,
// in memory alone, until the node has answered that it is durable.
import {batch, computed, type Signal, signal} from "@preact/signals";
import {new_cmd, Refused} from "kit/client";
import {pointer_up} from "kit/pointer";
import type {Text} from "kit/language";
import {
  api,
  type Attachment,
  type Draft,
  type DraftChange,
  type Missing,
  type PartyState,
  type Question,
  type QuestionState,
} from "../api";

const pause_ms = 400;

// An answer of this desk that another desk overtook: shown, never silently dropped.
export interface Overtaken {
  name: string;
  mine: string;
}

export class Filling {
  readonly questions = new Map<string, Signal<QuestionState>>();
  readonly groups = signal<Record<string, {relevant: boolean}>>({});
  readonly missing = signal<Missing[]>([]);
  readonly unsaved = signal(0);
  readonly saved_at = signal(0);
  readonly fault = signal<Error | null>(null);
  readonly overtaken = signal<Overtaken[]>([]);
  readonly attachments = signal<Attachment[]>([]);
  readonly parties = signal<PartyState[]>([]);
  readonly summary = signal<Draft["summary"]>(null);
  readonly kept = computed(() => this.unsaved.value === 0);
  // Only newer answers than these count; a late answer to an old request changes nothing.
  private seen: number;
  // By question, so that a key redraws one question only.
  private readonly pendings = new Map<string, Signal<string | undefined>>();
  private typed = new Map<string, string>();
  private under_way = new Map<string, string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private draining: Promise<void> | null = null;

  // `asked`: the form's questions by name.
  constructor(
    readonly draft: Draft,
    readonly asked: Map<string, Question> = new Map(),
  ) {
    this.seen = draft.seen;
    this.fold(draft);
  }

  get version(): number {
    return this.seen;
  }

  // What was typed and is not durable yet; undefined: the node's value is the value.
  pending(name: string): string | undefined {
    return this.pendings.get(name)?.value;
  }

  type(name: string, value: string): void {
    const now = this.typed.get(name) ?? this.under_way.get(name) ?? this.value(name);
    if (now === value) return;
    this.typed.set(name, value);
    this.count();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), pause_ms);
  }

  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.draining ??= this.drain().finally(() => {
      this.draining = null;
    });
    return this.draining;
  }

  value(name: string): string {
    return this.questions.get(name)?.peek().value ?? "";
  }

  label(name: string): Text | undefined {
    return this.questions.get(name)?.value.label ?? this.asked.get(name)?.label;
  }

  values(): Map<string, string> {
    return new Map([...this.questions].map(([name, state]) => [name, state.peek().value]));
  }

  // Answers that are others than then, blank ones apart.
  changed_since(before: Map<string, string>): string[] {
    return [...this.values()].filter(([name, value]) => value !== "" && value !== before.get(name)).map(([name]) => name);
  }

  // Takes in what the node holds now, for another desk may have changed it.
  async reload(): Promise<void> {
    const fresh = await api.fetch("/drafts/{id}", `/drafts/${encodeURIComponent(this.draft.id)}`);
    if (fresh.seen >= this.seen) this.fold(fresh);
  }

  private async drain(): Promise<void> {
    while (this.typed.size > 0) {
      this.under_way = this.typed;
      this.typed = new Map();
      this.fault.value = null;
      try {
        const set = Object.fromEntries(this.under_way);
        const change = await api.send("change_draft", {cmd: new_cmd(), draft: this.draft.id, seen: this.seen, set});
        await pointer_up();
        this.under_way = new Map();
        this.fold(change);
      } catch (error) {
        await this.refused(error as Error);
        if (this.fault.value) return;
      }
    }
  }

  private async refused(error: Error): Promise<void> {
    const mine = this.under_way;
    this.under_way = new Map();
    if (error instanceof Refused && error.problem.type === "draft_changed_elsewhere") {
      const before = new Map([...mine.keys()].map(name => [name, this.value(name)]));
      await this.reload().catch(e => {
        this.fault.value = e as Error;
      });
      this.overtake(mine, before);
    } else {
      for (const [name, value] of mine) if (!this.typed.has(name)) this.typed.set(name, value);
      this.fault.value = error;
    }
    this.count();
  }

  // A field that the other desk left as it was takes our answer; one that it changed asks the operator.
  private overtake(mine: Map<string, string>, before: Map<string, string>): void {
    const lost: Overtaken[] = [];
    for (const [name, value] of mine) {
      const theirs = this.value(name);
      if (theirs === value || this.typed.has(name)) continue;
      if (theirs === before.get(name)) this.typed.set(name, value);
      else lost.push({name, mine: value});
    }
    this.overtaken.value = [...this.overtaken.value.filter(o => !mine.has(o.name)), ...lost];
  }

  private fold(change: Draft | DraftChange): void {
    batch(() => {
      this.seen = change.seen;
      this.saved_at.value = change.saved_at;
      for (const [name, state] of Object.entries(change.questions)) {
        const held = this.questions.get(name);
        if (held) held.value = state;
        else this.questions.set(name, signal(state));
        if (!this.pendings.has(name)) this.pendings.set(name, signal(undefined));
      }
      this.groups.value = {...this.groups.value, ...change.groups};
      this.missing.value = change.missing;
      if ("parties" in change) this.fold_whole(change);
      else if (change.seen !== this.summary.value?.seen) this.summary.value = null;
      this.count();
    });
  }

  private fold_whole(draft: Draft): void {
    this.attachments.value = draft.attachments;
    this.parties.value = draft.parties;
    this.summary.value = draft.summary;
  }

  private count(): void {
    batch(() => this.count_now());
  }

  private count_now(): void {
    for (const [name, pending] of this.pendings) pending.value = this.typed.get(name) ?? this.under_way.get(name);
    this.unsaved.value = new Set([...this.typed.keys(), ...this.under_way.keys()]).size;
  }
}
