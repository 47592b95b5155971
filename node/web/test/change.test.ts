import assert from "node:assert/strict";
import {test} from "node:test";
import {signal} from "@preact/signals";
import type {FieldLine} from "../api";

Object.assign(globalThis, {addEventListener: () => {}, location: {hash: ""}});
const {set_of} = await import("../application/changing");

const line = (name: string, value: string) => [name, {name, value} as FieldLine] as const;
const fields = new Map([line("phone", "1"), line("members/a/name", "Ali"), line("members/b/name", "Bano")]);
const filed = {members: ["a", "b"]};
const changing = (typed: Record<string, string>, lists: Record<string, string[]> = filed, gone: string[] = []) => ({
  fields,
  typed: signal(typed),
  lists: signal(lists),
  gone: signal<ReadonlySet<string>>(new Set(gone)),
});

test("Change_OnlyWhatDiffers_IsSent", () =>
  assert.deepEqual(set_of(changing({phone: "1", "members/a/name": "Alia"}), filed), {"members/a/name": "Alia"}));

test("Change_EntryThatGoes_IsLeftOutOfItsListAndItsAnswersAreNotSent", () =>
  assert.deepEqual(set_of(changing({"members/a/name": "Alia"}, filed, ["members/a"]), filed), {members: "b"}));

test("Change_EntryThatComes_IsListedWithItsAnswers", () =>
  assert.deepEqual(set_of(changing({"members/c/name": "Cem"}, {members: ["a", "b", "c"]}), filed), {
    members: "a b c",
    "members/c/name": "Cem",
  }));

test("Change_EntryThatCameAndWent_ChangesNothing", () =>
  assert.deepEqual(set_of(changing({"members/c/name": "Cem"}, {members: ["a", "b", "c"]}, ["members/c"]), filed), {}));
