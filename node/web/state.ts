// What the whole page watches: who is here, and what the bar shows.
import {computed, signal} from "@preact/signals";
import {post_once, turned_away} from "kit/client";
import {attend, everything_anew, live} from "kit/live";
import {api} from "./api";
import {look_anew, open_sealed} from "./opening";

export const hello = live("hello", () => api.fetch("/hello"));
export const status = live("status", () => api.fetch("/status"));

export const me = computed(() => hello.data.value?.me ?? null);
export const locked = computed(() => turned_away.value === "locked" || (me.value?.locked ?? false));
export const languages = computed(() => hello.data.value?.languages ?? (["en", "ur", "az"] as const));

// Ticks once a minute, for "since" and "ago".
export const now = signal(Date.now());
setInterval(() => (now.value = Date.now()), 60_000);

// The desk's number outlives the day; it says nothing of a citizen, so the browser may keep it.
const seat_key = "karvan.seat";
export const kept_seat = (): string => localStorage.getItem(seat_key) ?? "1";

export async function sign_in(staff: string, pin: string, seat: string): Promise<void> {
  await api.send("sign_in", {staff, pin, seat});
  localStorage.setItem(seat_key, seat);
  turned_away.value = "";
  await hello.refresh();
}

const sealed_box = (passphrase: string) => ({
  post: () => post_once("open_box", {passphrase}),
  unlocked: async () => {
    await hello.refresh();
    if (hello.fault.value) throw hello.fault.value;
    return hello.data.value?.unlocked ?? false;
  },
  now_ms: () => performance.now(),
  wait: (ms: number) => new Promise<void>(done => setTimeout(done, ms)),
});

export const open_box = (passphrase: string): Promise<void> => open_sealed(sealed_box(passphrase));
export const look_at_box = (): Promise<void> => look_anew(sealed_box(""));

export async function sign_out(): Promise<void> {
  await api.send("sign_out", {});
  await hello.refresh();
}

export async function lock(): Promise<void> {
  await api.send("lock", {});
  turned_away.value = "locked";
}

export async function sign_over(staff: string, pin: string): Promise<void> {
  await api.send("sign_over", {staff, pin});
  await hello.refresh();
  everything_anew();
}

// The person before gets a locked seat back.
export async function give_back(): Promise<void> {
  await api.send("give_back", {});
  turned_away.value = "locked";
  await hello.refresh();
}

// What runs again once the seat is open: changes that a locked seat turned away.
export const on_unlock = new Set<() => void>();

export async function unlock(pin: string): Promise<void> {
  await api.send("unlock", {pin});
  turned_away.value = "";
  await hello.refresh();
  for (const again of on_unlock) again();
}

const present = computed(() => me.value !== null && !locked.value);
attend({me, present, hello, status});
