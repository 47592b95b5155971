// The people of a draft, and the numbered summary that they sign.
import type {Language} from "kit/language";
import {say, text} from "kit/language";
import {Icon} from "kit/parts/icon";
import {Fault, Waiting} from "kit/parts/notice";
import {useTask} from "kit/task";
import {api} from "../api";
import type {Desk} from "../people/desk";
import {People} from "../people/people";
import {is_reading} from "../capture/words";
import type {Filling} from "./filling";
import {name_of} from "./keys";

export function PeopleCard({filling, citizen}: {filling: Filling; citizen: Language}) {
  const parties = filling.parties.value;
  if (parties.length === 0) return null;
  const desk: Desk = {
    target: {draft: filling.draft.id},
    consent: filling.draft.consent,
    summary: filling.summary.value?.number ?? "",
    attachments: filling.attachments.value.filter(a => is_reading(filling.asked.get(name_of(a.question)))),
    citizen,
    label: name => text(filling.label(name)) || name,
    changed: () => filling.reload(),
  };
  return (
    <section class="card section" aria-labelledby="people">
      <h2 id="people" tabIndex={-1}>
        {say("people.title")}
      </h2>
      <People parties={parties} desk={desk} />
      {parties.some(p => p.what.includes("signature")) && <Summary filling={filling} citizen={citizen} />}
    </section>
  );
}

function Summary({filling, citizen}: {filling: Filling; citizen: Language}) {
  const task = useTask();
  const standing = filling.summary.value;
  const ready = filling.missing.value.length === 0;
  const print = () =>
    task.run(async () => {
      await filling.flush();
      await api.send("print_summary", {draft: filling.draft.id, seen: filling.version, language: citizen});
      await filling.reload();
    });
  return (
    <div class="stack summary-paper">
      <div class="room-head">
        <span class="line-main">
          <strong>
            {standing ? (
              <>
                <Icon name="tick" /> {say("summary.number", {number: standing.number})}
              </>
            ) : (
              say("summary.title")
            )}
          </strong>
          <span class="quiet">{say(standing ? "summary.stands" : ready ? "summary.how" : "summary.later")}</span>
        </span>
        <button
          type="button"
          class="button"
          disabled={task.busy.value || !ready}
          onClick={() => void print()}
        >
          <Icon name="paper" />
          {say(standing ? "summary.again" : "summary.print")}
        </button>
      </div>
      {task.busy.value && <Waiting words={say("summary.printing")} />}
      <Fault error={task.fault.value} />
    </div>
  );
}
