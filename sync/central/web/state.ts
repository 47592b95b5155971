// The centre's contract as types (sync/central/api/openapi.yaml), and what the whole page watches.
import {computed} from "@preact/signals";
import type {components, paths} from "generated/central";
import {turned_away} from "kit/client";
import {contract} from "kit/contract";
import {attend, live} from "kit/live";

export const api = contract<paths>();
type Schemas = components["schemas"];
export type Application = Schemas["Application"];
export type ApplicationLine = Schemas["ApplicationLine"];
export type FieldLine = Schemas["FieldLine"];
export type NodeLine = Schemas["NodeLine"];
export type Review = Schemas["Review"];
export type ReviewKind = Schemas["ReviewKind"];
export type Rule = Schemas["Rule"];
export type Search = paths["/applications/search"]["post"]["requestBody"]["content"]["application/json"];
export type ClosingOffer = Schemas["ClosingOffer"];
export type HeldUp = Schemas["HeldUp"];

export const hello = live("hello", () => api.fetch("/hello"));
export const status = live("nodes", () => api.fetch("/status"));
export const me = computed(() => hello.data.value?.me ?? null);
export const writes = computed(() => me.value?.role === "clerk");
export const languages = computed(() => hello.data.value?.languages ?? (["en", "ur", "az"] as const));
export const offices = computed(() => [...new Set(status.data.value?.nodes.map(n => n.office))].sort());

export async function sign_in(staff: string, pin: string): Promise<void> {
  await api.send("sign_in", {staff, pin});
  turned_away.value = "";
  await hello.refresh();
}

export async function sign_out(): Promise<void> {
  await api.send("sign_out", {});
  await hello.refresh();
}

attend({me, present: computed(() => me.value !== null), hello, status});
