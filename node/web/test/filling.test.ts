import assert from "node:assert/strict";
import {webcrypto} from "node:crypto";
import {test} from "node:test";
import type {Draft, QuestionState} from "../api";

const listeners: Record<string, () => void> = {};
Object.assign(globalThis, {addEventListener: (name: string, run: () => void) => (listeners[name] = run)});
Object.assign(globalThis, {location: {hash: ""}});
globalThis.crypto ??= webcrypto; // node 18 has it only there
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
  missing: [],
  attachments: [],
  parties: [],
  consent: {version: "", text: {}},
  summary: null,
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
  const {seen, saved_at, questions, groups} = draft(sent.body.set, sent.body.seen + 1);
  return [200, {seen, saved_at, questions, groups, missing: []}];
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
