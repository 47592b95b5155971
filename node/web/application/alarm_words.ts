// What a person must look at, in words.
import {say, say_if_known, text} from "kit/language";
import {reason_words} from "kit/parts/notice";
import {full_label} from "kit/parts/record";
import type {Alarm, Application} from "../api";

function label_of(key: string, a: Application): string {
  const f = a.fields.find(x => x.name === key);
  return f ? full_label(f) : key;
}

export function alarm_words({kind, what, reason}: Pick<Alarm, "kind" | "what" | "reason">, a: Application): string {
  const [about = "", why = ""] = what.split(":");
  if (kind === "disputed") return say("alarm.disputed", {number: about.split("/")[1] ?? about});
  if (kind === "late_review") return say("alarm.late_review", {label: label_of(about, a)});
  if (kind === "invalid") return say("alarm.broken", {what: label_of(about, a), why: say_if_known(`flaw.${why}`) ?? why});
  if (kind === "refused" && why) {
    const title = text(a.stages.find(s => s.id === about)?.title) || about;
    return say("alarm.broken", {what: title, why: reason_words(why)});
  }
  const words = say_if_known(`alarm.${kind}`) ?? say_if_known(`review.why.${kind}`) ?? say("alarm.other", {what: kind});
  return reason ? `${words} ${reason_words(reason)}` : words;
}
