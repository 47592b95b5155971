import assert from "node:assert/strict";
import {test} from "node:test";
import type {Draft, QuestionState} from "../api";

const listeners: Record<string, () => void> = {};
Object.assign(globalThis, {addEventListener: (name: string, run: () => void) => (listeners[name] = run)});
Object.assign(globalThis, {location: {hash: ""}});
const {Filling} = await import("../counter/filling");

const state = (value: string): QuestionState => ({
  value,
  relevant: true,
  required: false,
  read_only: false,
  fault: "",
  message: null,
  choices: null,
});

const draft = (values: Record<string, string>, seen = 1): Draft => ({
  id: "d1",
  service: "s",
  version: "v",
  seat: "1",
  holder: {id: "s1", name: "N"},
  seen,
  saved_at: 5,
  questions: Object.fromEntries(Object.entries(values).map(([n, v]) => [n, state(v)])),
  groups: {},
  repeats: {},
  missing: [],
  attachments: [],
  parties: [],
  consent: {version: "", text: {}},
  summary: null,
  fee: null,
  looked_up: [],
});

type Sent = {url: string; body: {cmd: string; seen: number; set: Record<string, string>}};

// A node of two answers a command: each entry is what it says to the next request.
function node(...answers: ((sent: Sent) => [number, unknown] | null)[]) {
  const sent: Sent[] = [];
  const fetch = async (url: string, init: {body?: string}) => {
    const one: Sent = {url, body: JSON.parse(init.body ?? "{}")};
    sent.push(one);
    const answer = answers.shift()?.(one);
    if (!answer) throw new TypeError("no answer");
    return new Response(JSON.stringify(answer[1]), {status: answer[0]});
  };
  Object.assign(globalThis, {fetch});
  return sent;
}

const saved = (sent: Sent): [number, unknown] => {
  const {seen, saved_at, questions, groups, repeats} = draft(sent.body.set, sent.body.seen + 1);
  return [200, {seen, saved_at, questions, groups, repeats, missing: [], fee: null}];
};
const elsewhere = (): [number, unknown] => [
  409,
  {type: "draft_changed_elsewhere", title: "", status: 409, args: {seen: 4}, where: ""},
];

test("Filling_ChangeIsPending_UntilTheNodeHasAnswered", async () => {
  node(saved);
  const filling = new Filling(draft({name: ""}));
  filling.type("name", "Ali");
  assert.equal(filling.kept.value, false);
  assert.equal(filling.pending("name"), "Ali");
  await filling.flush();
  assert.equal(filling.kept.value, true);
  assert.equal(filling.questions.get("name")?.value.value, "Ali");
});

test("Filling_LostAnswer_IsAskedForAgainWithTheSameCmd", async () => {
  const sent = node(() => null, saved);
  const filling = new Filling(draft({name: ""}));
  filling.type("name", "Ali");
  await filling.flush();
  assert.equal(sent.length, 2);
  assert.equal(sent[0]?.body.cmd, sent[1]?.body.cmd);
  assert.equal(filling.version, 2);
});

test("Filling_TypedWhileSending_GoesInTheNextChange", async () => {
  const sent = node(saved, saved);
  const filling = new Filling(draft({name: "", town: ""}));
  filling.type("name", "Ali");
  const sending = filling.flush();
  filling.type("town", "Kasur");
  await sending;
  assert.deepEqual(
    sent.map(s => s.body.set),
    [{name: "Ali"}, {town: "Kasur"}],
  );
  assert.equal(sent[1]?.body.seen, 2);
});

test("Filling_OtherDeskChangedAnotherField_OurAnswerIsSentAgain", async () => {
  const sent = node(elsewhere, () => [200, draft({name: "", town: "Multan"}, 4)], saved);
  const filling = new Filling(draft({name: "", town: ""}));
  filling.type("name", "Ali");
  await filling.flush();
  assert.deepEqual(sent[2]?.body.set, {name: "Ali"});
  assert.equal(sent[2]?.body.seen, 4);
  assert.deepEqual(filling.overtaken.value, []);
});

test("Filling_OtherDeskChangedTheSameField_BothValuesAreShown", async () => {
  node(elsewhere, () => [200, draft({name: "Omar"}, 4)]);
  const filling = new Filling(draft({name: ""}));
  filling.type("name", "Ali");
  await filling.flush();
  assert.equal(filling.questions.get("name")?.value.value, "Omar");
  assert.deepEqual(filling.overtaken.value, [{name: "name", mine: "Ali"}]);
});

test("Filling_LockedSeat_KeepsWhatWasTyped", async () => {
  node(() => [423, {type: "locked", title: "", status: 423, args: {}, where: ""}], saved);
  const filling = new Filling(draft({name: ""}));
  filling.type("name", "Ali");
  await filling.flush();
  assert.equal(filling.pending("name"), "Ali");
  await filling.flush();
  assert.equal(filling.kept.value, true);
});

const of_members = (ids: string[], seen = 1): Draft => ({
  ...draft(Object.fromEntries(ids.map(id => [`members/${id}/name`, ""])), seen),
  repeats: {members: ids},
});
const came = (ids: string[], more: object = {}) => (): [number, unknown] => [200, {...of_members(ids, 2), ...more}];

test("Filling_InstanceIsAdded_AfterWhatWasTypedBefore", async () => {
  const sent = node(saved, came(["a", "b"], {instance: "members/b"}));
  const filling = new Filling(of_members(["a"]));
  filling.type("members/a/name", "Ali");
  assert.equal(await filling.add_instance("members"), "members/b");
  assert.deepEqual(
    sent.map(s => s.url.split("/").pop()),
    ["change_draft", "add_instance"],
  );
  assert.deepEqual(filling.instances("members"), ["members/a", "members/b"]);
  assert.equal(filling.unfolded.has("members/b"), true);
});

test("Filling_InstanceGoes_WhatStoodInItIsForgotten", async () => {
  node(came(["b"]));
  const filling = new Filling(of_members(["a", "b"]));
  const removing = filling.remove_instance("members/a");
  filling.type("members/a/name", "too late");
  await removing;
  await filling.flush();
  assert.equal(filling.questions.has("members/a/name"), false);
  assert.equal(filling.kept.value, true);
  assert.deepEqual(filling.instances("members"), ["members/b"]);
});

test("Filling_OtherDeskChangedMeanwhile_TheInstanceIsAskedForAgain", async () => {
  const sent = node(elsewhere, () => [200, of_members(["a"], 4)], came(["a", "b"], {seen: 5, instance: "members/b"}));
  const filling = new Filling(of_members(["a"]));
  await filling.add_instance("members");
  assert.equal(sent[2]?.body.seen, 4);
  assert.equal(filling.version, 5);
});

test("Filling_RefusedInstance_IsToldToWhoAskedAndToNobodyElse", async () => {
  node(() => [409, {type: "repeat_full", title: "", status: 409, args: {}, where: ""}]);
  const filling = new Filling(of_members(["a"]));
  await assert.rejects(filling.add_instance("members"), {message: "repeat_full"});
  assert.equal(filling.fault.value, null);
});

test("Filling_LongRepeat_ComesFolded", () => {
  const filling = new Filling(of_members(["a", "b", "c"]));
  assert.equal(filling.unfolded.has("members/a"), false);
  assert.equal(new Filling(of_members(["a"])).unfolded.has("members/a"), true);
});
