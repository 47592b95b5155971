// A device and its conditions in words.
import {say, say_if_known} from "kit/language";
import type {Condition, Device} from "../api";

type Severity = Device["severity"];
const tones = {ok: "good", warning: "care", error: "bad", unknown: "care"} as const;
export const tone_of = (severity: Severity) => tones[severity];

type Named = Pick<Device, "family" | "name">;
export const family_words = (d: Named): string => say_if_known(`family.${d.family}`) ?? d.family;
// A device that was never reached has told no name.
export const name_of = (d: Named): string => d.name || family_words(d);

// A device's own condition, or the node's reason why nothing was sent to it.
export function condition_words(c: Condition): string {
  const code = c.code.replaceAll("-", "_");
  return say_if_known(`condition.${code}`) ?? say_if_known(`error.${code}`) ?? say("condition.unknown", {code: c.code});
}

// The name with the gravest condition; `brief`: without what to do, which is the second sentence.
export function device_words(d: Device, brief = false): string {
  const gravest = d.conditions.find(c => c.severity === "error") ?? d.conditions.find(c => c.severity !== "ok");
  const what = gravest ? condition_words(gravest) : say(`severity.${d.severity}`);
  return say("devices.named", {name: name_of(d), what: brief ? (what.split(/(?<=[.۔])\s/)[0] ?? what) : what});
}

// A training twin: a virtual device, whose people and papers are made up.
export const is_twin = (d: Named): boolean => /virtual|twin/i.test(`${d.family} ${d.name}`);
