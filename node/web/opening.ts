// How a sealed box is opened from its page.
import {Refused, Unreached} from "kit/client";

export const started_ms_max = 300_000; // of a node, whose whole log is verified first
export const look_again_ms = 500;

interface Box {
  post(): Promise<unknown>; // the passphrase, once
  unlocked(): Promise<boolean>; // as a fresh hello says; Unreached where nobody answers
  now_ms(): number;
  wait(ms: number): Promise<void>;
}

// A box that nothing which is typed could open looks at its vault anew, and its program starts again. Until it answers.
export async function look_anew(box: Box): Promise<void> {
  try {
    await box.post();
  } catch (error) {
    if (!(error instanceof Unreached)) throw error;
  }
  const until_ms = box.now_ms() + started_ms_max;
  while (box.now_ms() < until_ms) {
    await box.wait(look_again_ms);
    try {
      await box.unlocked();
      return;
    } catch (error) {
      if (!(error instanceof Unreached)) throw error;
    }
  }
  throw new Unreached();
}

const not_started = () => new Refused({type: "box_not_started", status: 503, args: {}});

// The passphrase is posted once. The node is served anew once its box is open, so the answer may be lost, and whether it
// is open only hello says. One that answers sealed again has not started: then nobody waits, nor where none answers in
// started_ms_max.
export async function open_sealed(box: Box): Promise<void> {
  let lost: Unreached | null = null;
  try {
    await box.post();
  } catch (error) {
    if (!(error instanceof Unreached)) throw error;
    lost = error;
  }
  const until_ms = box.now_ms() + started_ms_max;
  while (box.now_ms() < until_ms) {
    await box.wait(look_again_ms);
    try {
      if (await box.unlocked()) return;
    } catch (error) {
      if (error instanceof Unreached) continue;
      throw error;
    }
    throw lost ?? not_started();
  }
  throw not_started();
}
