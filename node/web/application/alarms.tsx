// What a person must look at, in words, each with what may be said of it.
import {say, say_if_known, text} from "kit/language";
import {Notice, reason_words} from "kit/parts/notice";
import {full_label} from "kit/parts/record";
import {Settle} from "kit/parts/settle";
import {api, type Alarm, type Application} from "../api";
import {CallSupervisor} from "../sign_over";

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

interface Props {
  application: Application;
  changed: () => Promise<unknown>;
}

export function Alarms({application: a, changed}: Props) {
  if (a.alarms.length === 0) return null;
  const may = a.can.includes("settle_review");
  const settle = async ({kind, what}: Alarm, outcome: string, reason: string) => {
    await api.send("settle_review", {application: a.id, kind, what, outcome, reason});
    await changed();
  };
  return (
    <Notice kind="care" title={say("alarm.title")}>
      <ul class="lines">
        {a.alarms.map(alarm => (
          <li key={`${alarm.kind}${alarm.what}`} class="line">
            <span>{alarm_words(alarm, a)}</span>
            {may && (
              <Settle
                outcomes={alarm.outcomes}
                words={alarm_words(alarm, a)}
                run={(outcome, reason) => settle(alarm, outcome, reason)}
              />
            )}
          </li>
        ))}
      </ul>
      {!may && (
        <>
          <p class="quiet">{say("review.supervisor")}</p>
          <CallSupervisor />
        </>
      )}
    </Notice>
  );
}
