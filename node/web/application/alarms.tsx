// What a person must look at, each with what may be said of it.
import {say} from "kit/language";
import {Notice} from "kit/parts/notice";
import {Settle} from "kit/parts/settle";
import {api, type Alarm, type Application} from "../api";
import {CallSupervisor} from "../sign_over";
import {alarm_words} from "./alarm_words";

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
