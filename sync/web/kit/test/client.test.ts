import assert from "node:assert/strict";
import {test} from "node:test";
import {by_itself, checking, get, Refused} from "kit/client";
import {contract} from "kit/contract";

interface Asked {
  url: string;
  body: string;
  headers: Record<string, string>;
}

interface Paths {
  "/applications/search": {
    post: {
      requestBody: {content: {"application/json": {q: string}}};
      responses: {200: {content: {"application/json": string[]}}};
    };
  };
  "/commands/take_payment": {
    post: {
      requestBody: {content: {"application/json": {cmd: string}}};
      responses: {200: {content: {"application/json": {receipt: number}}}};
    };
  };
}
const api = contract<Paths>();

type Says = [number, unknown] | "nothing";
const problem = (type: string, status: number, where = ""): Says => [status, {type, title: type, status, args: {}, where}];
const saved: Says = [200, {receipt: 7001}];

// A node that says this to one request after another, and a clock on which no pause lasts.
async function with_node(answers: Says[], work: (asked: Asked[], seen: number[]) => Promise<void>): Promise<void> {
  const asked: Asked[] = [];
  const seen: number[] = []; // how many outcomes were unknown at each request
  const before = {fetch: globalThis.fetch, setTimeout: globalThis.setTimeout};
  const fetch = (url: string, init: RequestInit) => {
    asked.push({url, body: String(init.body), headers: init.headers as Record<string, string>});
    seen.push(checking.value);
    const says = answers.shift() ?? "nothing";
    if (says === "nothing") return Promise.reject(new TypeError("no answer"));
    return Promise.resolve(new Response(JSON.stringify(says[1]), {status: says[0]}));
  };
  Object.assign(globalThis, {fetch, setTimeout: (run: () => void) => queueMicrotask(run)});
  try {
    await work(asked, seen);
    assert.deepEqual(answers, []);
  } finally {
    Object.assign(globalThis, before);
  }
}

const cmds = (asked: Asked[]) => new Set(asked.map(a => (JSON.parse(a.body) as {cmd: string}).cmd));
const refused = (work: Promise<unknown>) =>
  work.then(
    () => "was not refused",
    (error: unknown) => (error instanceof Refused ? error.problem.type : String(error)),
  );

test("P13_Search_ItsWordsStandInNoAddressAndNoHeader", () =>
  with_node([[200, []]], async asked => {
    await api.ask("/applications/search", {q: "Ali Khan"});
    assert.deepEqual(asked, [
      {
        url: "/api/v1/applications/search",
        body: '{"q":"Ali Khan"}',
        headers: {"Content-Type": "application/json"},
      },
    ]);
  }));

test("ByItself_WhatIsAskedSinceSomethingChanged_SaysSoAndNothingElseDoes", () =>
  with_node([[200, []], [200, []]], async asked => {
    const renewed = by_itself(() => get("applications"));
    await get("applications");
    await renewed;
    assert.deepEqual(
      asked.map(a => a.headers),
      [{"Karvan-By-Itself": "1"}, {}],
    );
  }));

test("P1_UnknownCommit_ThatStood_IsCheckedWithTheSameCmdAndThenSaved", () =>
  with_node([problem("outcome_unknown", 500, "commit"), problem("outcome_unknown", 500), saved], async (asked, seen) => {
    assert.deepEqual(await api.send("take_payment", {}), {receipt: 7001});
    assert.equal(cmds(asked).size, 1);
    assert.deepEqual(seen, [0, 1, 1]);
    assert.equal(checking.value, 0);
  }));

test("P1_UnknownCommit_ThatDidNotStand_IsToldAsNotSaved", () =>
  with_node([problem("outcome_unknown", 500, "commit"), problem("io_failed", 500, "commit")], async asked => {
    assert.equal(await refused(api.send("take_payment", {})), "io_failed");
    assert.equal(cmds(asked).size, 1);
    assert.equal(checking.value, 0);
  }));

test("P1_UnknownCommit_ANodeThatOnlyReads_IsNotTakenForNotSaved", () =>
  with_node(
    [problem("outcome_unknown", 500), problem("read_only", 503), problem("io_failed", 500), "nothing", saved],
    async (asked, seen) => {
      assert.deepEqual(await api.send("take_payment", {}), {receipt: 7001});
      assert.equal(cmds(asked).size, 1);
      assert.deepEqual(seen, [0, 1, 1, 1, 1]);
    },
  ));

test("P1_LostAnswer_ARefusalOfWhatItIsAbout_IsTheAnswer", () =>
  with_node(["nothing", problem("already_paid", 409)], async () => {
    assert.equal(await refused(api.send("take_payment", {})), "already_paid");
    assert.equal(checking.value, 0);
  }));

test("Command_ThatANodeWhichOnlyReadsRefusesAtOnce_WasNotSaved", () =>
  with_node([problem("read_only", 503)], async (_, seen) => {
    assert.equal(await refused(api.send("take_payment", {})), "read_only");
    assert.deepEqual(seen, [0]);
  }));

test("Command_OfABusyNode_IsSentAgainAndNothingIsUnknown", () =>
  with_node([problem("busy", 503), saved], async (asked, seen) => {
    assert.deepEqual(await api.send("take_payment", {}), {receipt: 7001});
    assert.equal(cmds(asked).size, 1);
    assert.deepEqual(seen, [0, 0]);
  }));
