import assert from "node:assert/strict";
import {test} from "node:test";
import {Refused, Unreached} from "kit/client";
import {look_again_ms, look_anew, open_sealed, started_ms_max} from "../opening";

// What hello says at each look: sealed, open, or nothing; the last for ever.
function box(hellos: ("sealed" | "open" | "silent")[], post: () => Promise<unknown> = async () => ({})) {
  let now_ms = 0;
  let looks = 0;
  const counted = {posts: 0, now_ms: () => now_ms};
  return {
    counted,
    post: () => (counted.posts++, post()),
    unlocked: async () => {
      const said = hellos[Math.min(looks++, hellos.length - 1)];
      if (said === "silent") throw new Unreached();
      return said === "open";
    },
    now_ms: () => now_ms,
    wait: async (ms: number) => void (now_ms += ms),
  };
}

const lost = async () => {
  throw new Unreached();
};
const not_started = (error: unknown) => error instanceof Refused && error.problem.type === "box_not_started";

test("Box_ThatStarts_IsAwaitedAndThePassphraseIsPostedOnce", async () => {
  for (const answer of [undefined, lost]) {
    const one = box(["silent", "silent", "open"], answer);
    await open_sealed(one);
    assert.equal(one.counted.posts, 1);
  }
});

test("Box_SealedAgain_IsAFaultAtOnce", async () => {
  const one = box(["silent", "sealed"]);
  await assert.rejects(open_sealed(one), not_started);
  assert.equal(one.counted.now_ms(), 2 * look_again_ms);
});

test("Box_ThatNeverAnswers_IsAFaultAfterTheDeadline", async () => {
  const one = box(["silent"]);
  await assert.rejects(open_sealed(one), not_started);
  assert.ok(one.counted.now_ms() >= started_ms_max);
  assert.equal(one.counted.posts, 1);
});

test("Passphrase_ThatMayNotHaveCome_IsTypedAgain", async () => {
  await assert.rejects(open_sealed(box(["sealed"], lost)), Unreached);
});

test("Passphrase_Refused_IsToldAndNobodyWaits", async () => {
  const refusal = new Refused({type: "key_wrong", status: 403, args: {}});
  const one = box(["open"], async () => {
    throw refusal;
  });
  await assert.rejects(open_sealed(one), (error: unknown) => error === refusal);
  assert.equal(one.counted.now_ms(), 0);
});

test("Box_LookedAtAnew_IsAwaitedUntilItAnswers_SealedOrNot", async () => {
  for (const said of ["sealed", "open"] as const) {
    const one = box(["silent", "silent", said], lost);
    await look_anew(one);
    assert.equal(one.counted.posts, 1);
    assert.equal(one.counted.now_ms(), 3 * look_again_ms);
  }
});

test("Box_LookedAtAnewThatNeverAnswers_IsUnreached", async () => {
  await assert.rejects(look_anew(box(["silent"])), Unreached);
});
