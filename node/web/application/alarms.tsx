// Facts that a person must look at, in words.
import {say, text} from "kit/language";
import {Notice} from "kit/parts/notice";
import type {Application} from "../api";

// "disputed:licence/7001", "late_review:full_name", "suspense", "fee_differs", "actor"
export function alarm_words(what: string, a: Application): string {
  const [kind = "", rest = ""] = what.split(":");
  if (kind === "disputed") return say("alarm.disputed", {number: rest.split("/")[1] ?? rest});
  if (kind === "late_review") {
    const label = text(a.fields.find(f => f.name === rest)?.label) || rest;
    return say("alarm.late_review", {label});
  }
  if (kind === "suspense" || kind === "fee_differs" || kind === "actor") return say(`alarm.${kind}`);
  return say("alarm.other", {what});
}

export function Alarms({application: a}: {application: Application}) {
  if (a.alarms.length === 0) return null;
  return (
    <Notice kind="care" title={say("alarm.title")}>
      <ul>
        {a.alarms.map(alarm => (
          <li key={`${alarm.op}${alarm.what}`}>{alarm_words(alarm.what, a)}</li>
        ))}
      </ul>
    </Notice>
  );
}
