import assert from "node:assert/strict";
import {test} from "node:test";
import type {Device} from "../api";

const {load_language} = await import("kit/language");
const {condition_words, device_words} = await import("../devices/words");
await load_language("en");

const printer = (name: string, code: string): Device => ({
  id: "a4",
  family: "printer",
  name,
  severity: "unknown",
  conditions: [{code, severity: "unknown"}],
});

test("Device without a name: its family's word stands for it", () => {
  assert.equal(device_words(printer("", "offline"), true), "Printer: Does not answer.");
  assert.equal(device_words(printer("Bus Laser", "offline"), true), "Bus Laser: Does not answer.");
});

test("Condition that is the node's own reason: the error's words", () => {
  assert(condition_words({code: "glyph_missing", severity: "error"}).includes("fonts"));
});

test("Condition that nobody knows: its code, and look at the device", () => {
  assert(condition_words({code: "warp-core", severity: "error"}).includes("warp-core"));
});
