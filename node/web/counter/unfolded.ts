// Which instances of repeats stand open on the screen. Long lists are folded: a form of fifty persons opens at once.
import {signal} from "@preact/signals";

export class Unfolded {
  private readonly open = signal<ReadonlySet<string>>(new Set());

  has(instance: string): boolean {
    return this.open.value.has(instance);
  }

  // True where any of them was folded.
  show(instances: string[]): boolean {
    const more = instances.filter(i => !this.open.peek().has(i));
    if (more.length > 0) this.open.value = new Set([...this.open.peek(), ...more]);
    return more.length > 0;
  }

  turn(instance: string): void {
    const next = new Set(this.open.peek());
    if (!next.delete(instance)) next.add(instance);
    this.open.value = next;
  }
}
