// What the server holds, kept fresh: a Live is fetched when first watched, and again whenever its topic changes.
import {effect, type ReadonlySignal, type Signal, signal} from "@preact/signals";
import {by_itself, reached, Refused, turned_away, Unreached} from "kit/client";

export interface Live<T> {
  readonly data: Signal<T | null>;
  readonly fault: Signal<Error | null>;
  refresh(): Promise<void>;
}

type Entry = {topic: string; renew: () => Promise<void>};
const watched = new Set<Entry>();
const retry_ms = 3000;
let stream: EventSource | null = null;
let opening = false; // the stream is on its way for the first time: with it everything is fetched, so nothing is before

interface Watchable<T> extends Live<T> {
  watch(): () => void;
}

export function live<T>(topic: string, fetch_it: () => Promise<T>): Watchable<T> {
  const data = signal<T | null>(null);
  const fault = signal<Error | null>(null);
  let turn = 0;
  const refresh = async () => {
    const mine = ++turn;
    try {
      const fresh = await fetch_it();
      if (mine !== turn) return;
      data.value = fresh;
      fault.value = null;
    } catch (error) {
      if (mine !== turn) return;
      fault.value = error as Error;
      if (error instanceof Unreached) setTimeout(() => mine === turn && watched.has(entry) && renew(), retry_ms);
    }
  };
  const renew = () => by_itself(refresh);
  const entry: Entry = {topic, renew};
  const watch = () => {
    watched.add(entry);
    if (!opening) void refresh();
    return () => void watched.delete(entry);
  };
  return {data, fault, refresh, watch};
}

// What a person may see and do depends on who they are.
export const everything_anew = () => {
  for (const entry of watched) void entry.renew();
};

function changed(topic: string) {
  for (const entry of watched) if (entry.topic === topic || entry.topic.startsWith(`${topic}/`)) void entry.renew();
}

// Opens the event stream; after every reconnection everything watched is fetched anew, for changes may have passed by.
function listen(): () => void {
  stream?.close();
  const source = new EventSource("/api/v1/events");
  stream = source;
  opening = true;
  source.onopen = () => {
    opening = false;
    reached.value = true;
    everything_anew();
  };
  source.onmessage = message => changed((JSON.parse(message.data) as {topic: string}).topic);
  source.onerror = () => {
    if (opening) {
      opening = false;
      everything_anew();
    }
    if (source.readyState === EventSource.CLOSED && turned_away.value === "") setTimeout(listen, retry_ms);
  };
  return () => {
    source.close();
    if (stream === source) opening = false;
  };
}

interface Presence {
  me: ReadonlySignal<unknown>; // who is signed in; null: nobody
  present: ReadonlySignal<boolean>; // and may see what is here
  hello: Live<unknown>;
  status: Watchable<unknown>;
}

// While somebody is present the page listens and watches `status`. A seat that was closed elsewhere: `hello` is asked anew.
export function attend({me, present, hello, status}: Presence): void {
  effect(() => {
    if (!present.value) return;
    const unwatch = status.watch();
    const unlisten = listen();
    return () => {
      unwatch();
      unlisten();
    };
  });
  effect(() => {
    if (turned_away.value === "not_signed_in" && me.value) void hello.refresh();
  });
}

export const code_of = (error: Error | null): string =>
  error instanceof Refused ? error.problem.type : error instanceof Unreached ? "unreached" : "internal";
