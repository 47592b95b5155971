import assert from "node:assert/strict";
import {test} from "node:test";
import {counted_of, faces_of, total_of} from "../cash/denominations";

const {load_language} = await import("kit/language");
Object.assign(globalThis, {addEventListener: () => {}, location: {hash: ""}});
const {rows_of} = await import("../cash/readiness");
await load_language("en");

test("Count_ByNoteAndCoin_AddsUp_AndSendsOnlyWhatIsThere", () => {
  const counts = {"500000": "2", "100": "7", "200": "", "1000": "0"};
  assert.equal(total_of(counts), 1_000_700);
  assert.deepEqual(counted_of(counts), {"500000": 2, "100": 7});
});

test("Faces_OfAnyCurrency_FallWithoutRepeats", () => {
  for (const currency of ["PKR", "AZN", "EUR"]) {
    const faces = faces_of(currency).map(f => f.minor);
    assert.deepEqual(faces, [...new Set(faces)].sort((a, b) => b - a));
  }
});

const stop = {
  date: "2026-11-22",
  since: null,
  unsent: 0,
  drafts: 0,
  open_shifts: 0,
  numbers_left: {receipt: 500},
  prints_unsettled: 0,
  attachments_waiting: 0,
  sheets: [],
};

test("Readiness_NothingOpen_IsAllGood", () => assert(rows_of(stop).every(r => r.tone === "good")));

test("Readiness_DraftsAndShiftsBarTheStop_UnsentWorkDoesNot", () => {
  const tones = rows_of({...stop, drafts: 1, open_shifts: 2, unsent: 3, numbers_left: {receipt: 3}}).map(r => r.tone);
  assert.deepEqual(tones, ["bad", "bad", "good", "care", "good", "care"]);
});
