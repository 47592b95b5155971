import assert from "node:assert/strict";
import {test} from "node:test";
import type {Capture, Question} from "../api";

const {load_language} = await import("kit/language");
const {family_of, fault_words, is_reading, state_words} = await import("../capture/words");
await load_language("en");
await load_language("ur");

const question = (type: string, capture: Question["capture"] = ""): Question => ({
  kind: "question",
  name: "q",
  type,
  label: {},
  hint: {}, guidance: {}, media: {}, lookup: "", from_document: "",
  appearance: "",
  read_back: false,
  choices: [],
  capture,
  position: "",
  card: "",
});

test("Family_PictureWithoutADevice_IsTakenByACamera_FileByAScanner", () => {
  assert.equal(family_of(question("image")), "camera");
  assert.equal(family_of(question("file")), "scanner");
  assert.equal(family_of(question("image", "fingerprint")), "fingerprint");
  assert.equal(family_of(question("text")), null);
});

test("Reading_OfAPerson_IsNoScan", () => {
  assert(is_reading(question("image", "fingerprint")));
  assert(!is_reading(question("image", "scanner")));
});

test("State_WaitingForAFinger_SaysWhich_InTheCitizensLanguageToo", () => {
  assert.equal(state_words("fingerprint", "waiting", "left_thumb", "en"), "Put the left thumb on the reader.");
  assert(state_words("fingerprint", "waiting", "left_thumb", "ur").includes("انگوٹھا"));
  assert.equal(state_words("scanner", "a state of a later driver", "", "en"), "Reading…");
});

test("Fault_OfADevice_SaysWhatToDo", () => {
  const words = fault_words({fault: "paper_jam"} as Capture);
  assert(words.includes("take the paper out"));
});
