// One draft on the screen: what was typed since the node last spoke, and the sending of it. What is typed stays here, in
// memory alone, until the node has answered that it is durable.
import {batch, computed, type Signal, signal} from "@preact/signals";
import {Refused} from "kit/client";
import {pointer_up} from "kit/pointer";
import {api, type Draft, type DraftChange, type LookedUp, type Question, type Repeat} from "../api";
import {Held} from "./held";

const pause_ms = 400;

// An answer of this desk that another desk overtook: shown, never silently dropped.
export interface Overtaken {
  name: string;
  mine: string;
}

// A change of another kind than an answer: it waits for what was typed before it.
interface Act {
  send: () => Promise<DraftChange>;
  done: (change: DraftChange) => void;
  failed: (error: Error) => void;
}

const is_overtaken = (error: unknown): boolean =>
  error instanceof Refused && error.problem.type === "draft_changed_elsewhere";

export class Filling extends Held {
  readonly unsaved = signal(0);
  readonly fault = signal<Error | null>(null);
  readonly overtaken = signal<Overtaken[]>([]);
  readonly kept = computed(() => this.unsaved.value === 0);
  // By question, so that a key redraws one question only.
  private readonly pendings = new Map<string, Signal<string | undefined>>();
  private typed = new Map<string, string>();
  private under_way = new Map<string, string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private draining: Promise<void> | null = null;
  private readonly acts: Act[] = [];

  constructor(draft: Draft, asked: Map<string, Question> = new Map(), repeated: Map<string, Repeat> = new Map()) {
    super(draft, asked, repeated);
    this.fold(draft);
  }

  // What was typed and is not durable yet; undefined: the node's value is the value.
  pending(key: string): string | undefined {
    return this.pendings.get(key)?.value;
  }

  type(key: string, value: string): void {
    const now = this.typed.get(key) ?? this.under_way.get(key) ?? this.value(key);
    if (now === value) return;
    this.typed.set(key, value);
    this.count();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), pause_ms);
  }

  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.draining ??= this.drain().finally(() => {
      this.draining = null;
      if (this.acts.length > 0) void this.flush();
    });
    return this.draining;
  }

  // The key of the new instance.
  async add_instance(repeat: string): Promise<string> {
    const {instance = ""} = await this.act(() => api.send("add_instance", {...this.shown(), repeat}));
    this.unfolded.show([instance]);
    return instance;
  }

  async remove_instance(instance: string): Promise<void> {
    await this.act(() => api.send("remove_instance", {...this.shown(), instance}));
  }

  async look_up(question: string): Promise<LookedUp | undefined> {
    const {found} = await this.act(() => api.send("look_up", {...this.shown(), question}));
    if (found) this.looked_up.value = [...this.looked_up.value.filter(l => l.question !== question), found];
    return found;
  }

  // Takes in what the node holds now, for another desk may have changed it.
  async reload(): Promise<void> {
    const fresh = await api.fetch("/drafts/{id}", `/drafts/${encodeURIComponent(this.draft.id)}`);
    if (fresh.seen >= this.seen) this.fold(fresh);
  }

  private readonly shown = () => ({draft: this.draft.id, seen: this.seen});

  private act(send: () => Promise<DraftChange>): Promise<DraftChange> {
    const told = new Promise<DraftChange>((done, failed) => this.acts.push({send, done, failed}));
    void this.flush();
    return told;
  }

  private async drain(): Promise<void> {
    this.fault.value = null;
    while ((this.typed.size > 0 || this.acts.length > 0) && !this.fault.peek()) {
      const act = this.typed.size > 0 ? undefined : this.acts.shift();
      await (act ? this.do_act(act) : this.send_typed());
    }
    for (const act of this.acts.splice(0)) act.failed(this.fault.peek() ?? new Error());
  }

  private async send_typed(): Promise<void> {
    this.under_way = this.typed;
    this.typed = new Map();
    try {
      const change = await api.send("change_draft", {...this.shown(), set: Object.fromEntries(this.under_way)});
      await pointer_up();
      this.under_way = new Map();
      this.fold(change);
    } catch (error) {
      await this.refused(error as Error);
    }
  }

  // Another desk's change is taken in first, then the same is asked for again: it names no value that could be lost.
  private async do_act({send, done, failed}: Act): Promise<void> {
    try {
      const change = await send().catch(async error => {
        if (!is_overtaken(error)) throw error;
        await this.reload();
        return send();
      });
      await pointer_up();
      this.fold(change);
      done(change);
    } catch (error) {
      failed(error as Error);
    }
  }

  private async refused(error: Error): Promise<void> {
    const mine = this.under_way;
    this.under_way = new Map();
    if (is_overtaken(error)) {
      const before = new Map([...mine.keys()].map(key => [key, this.value(key)]));
      await this.reload().catch(e => {
        this.fault.value = e as Error;
      });
      this.overtake(mine, before);
    } else {
      for (const [key, value] of mine) if (!this.typed.has(key)) this.typed.set(key, value);
      this.fault.value = error;
    }
    this.count();
  }

  // A field that the other desk left as it was takes our answer; one that it changed asks the operator.
  private overtake(mine: Map<string, string>, before: Map<string, string>): void {
    const lost: Overtaken[] = [];
    for (const [key, value] of mine) {
      const theirs = this.value(key);
      if (theirs === value || this.typed.has(key)) continue;
      if (theirs === before.get(key)) this.typed.set(key, value);
      else lost.push({name: key, mine: value});
    }
    this.overtaken.value = [...this.overtaken.value.filter(o => !mine.has(o.name)), ...lost];
  }

  protected override fold(change: Draft | DraftChange): void {
    batch(() => {
      super.fold(change);
      for (const key of this.questions.keys())
        if (!this.pendings.has(key)) this.pendings.set(key, signal(undefined));
      this.count();
    });
  }

  // What was typed there too.
  protected override forget(went: (key: string) => boolean): void {
    super.forget(went);
    for (const held of [this.pendings, this.typed, this.under_way])
      for (const key of [...held.keys()]) if (went(key)) held.delete(key);
  }

  private count(): void {
    batch(() => {
      for (const [key, pending] of this.pendings) pending.value = this.typed.get(key) ?? this.under_way.get(key);
      this.unsaved.value = new Set([...this.typed.keys(), ...this.under_way.keys()]).size;
    });
  }
}
