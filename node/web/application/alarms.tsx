// Facts that a person must look at, in words.
import {say, say_if_known, text} from "kit/language";
import {Notice, reason_words} from "kit/parts/notice";
import {full_label} from "kit/parts/record";
import type {Application} from "../api";

function label_of(key: string, a: Application): string {
  const f = a.fields.find(x => x.name === key);
  return f ? full_label(f) : key;
}

// "disputed:licence/7001", "late_review:full_name", "invalid:members/7k3q/name:constraint", "refused:issued:not_decided",
// "suspense", "fee_differs", "actor"
export function alarm_words(what: string, a: Application): string {
  const [kind = "", rest = "", why = ""] = what.split(":");
  if (kind === "disputed") return say("alarm.disputed", {number: rest.split("/")[1] ?? rest});
  if (kind === "late_review") return say("alarm.late_review", {label: label_of(rest, a)});
  if (kind === "invalid") return say("alarm.broken", {what: label_of(rest, a), why: say_if_known(`flaw.${why}`) ?? why});
  if (kind === "refused") {
    const title = text(a.stages.find(s => s.id === rest)?.title) || rest;
    return say("alarm.broken", {what: title, why: reason_words(why)});
  }
  return say_if_known(`alarm.${kind}`) ?? say_if_known(`review.why.${kind}`) ?? say("alarm.other", {what});
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
