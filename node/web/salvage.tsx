// A database that was damaged and set aside: what is missing, to every desk until a supervisor has read of it; from then on
// in the box's history.
import {useSignal} from "@preact/signals";
import {moment} from "kit/format";
import {say} from "kit/language";
import {Notice} from "kit/parts/notice";
import {Submit} from "kit/parts/submit";
import {TextField} from "kit/parts/text_field";
import {useTask} from "kit/task";
import {api, type Salvaged} from "./api";
import {CallSupervisor} from "./sign_over";
import {me, status} from "./state";

export const SalvageNotices = () =>
  (status.data.value?.salvaged ?? []).map(s => (
    <div key={s.id} class="room-notice">
      <Notice kind="care" title={say("salvage.title", {time: moment(s.at)})}>
        <Missing salvaged={s} />
        <p>{say("salvage.call")}</p>
        {me.value?.role === "supervisor" ? (
          <Acknowledge id={s.id} />
        ) : (
          <>
            <p class="quiet">{say("salvage.supervisor")}</p>
            <CallSupervisor />
          </>
        )}
      </Notice>
    </div>
  ));

function Missing({salvaged: s}: {salvaged: Salvaged}) {
  const counts = {missing: s.operations_missing, there: s.operations_at_centre};
  return (
    <ul class="points">
      {s.operations_missing > 0 && <li>{say("salvage.operations", counts)}</li>}
      {s.operations_stranded > 0 && <li>{say("salvage.stranded", {count: s.operations_stranded})}</li>}
      {s.uncertain && <li>{say("salvage.uncertain")}</li>}
      {s.drafts_missing && <li>{say("salvage.drafts")}</li>}
      {s.others_missing && <li>{say("salvage.others")}</li>}
      {s.numbers_returned && <li>{say("salvage.numbers")}</li>}
      <li>
        {say("salvage.file")} <bdi>{s.file}</bdi>
      </li>
    </ul>
  );
}

// Asked for at a second press, so that nobody sends a notice away unread.
function Acknowledge({id}: {id: string}) {
  const open = useSignal(false);
  const reason = useSignal("");
  const task = useTask();
  const send = (e: Event) => {
    e.preventDefault();
    void task.run(() => api.send("acknowledge_salvage", {salvage: id, reason: reason.value.trim()}));
  };
  if (!open.value)
    return (
      <button type="button" class="button" onClick={() => (open.value = true)}>
        {say("salvage.read")}
      </button>
    );
  return (
    <form class="stack" onSubmit={send}>
      <TextField label={say("salvage.done")} value={reason} required lines hint={say("salvage.done_hint")} />
      <Submit task={task} yes={say("salvage.keep")} close={() => (open.value = false)} />
    </form>
  );
}

// All of them, with who has read of each and what was done.
export const SalvageHistory = ({list}: {list: Salvaged[]}) =>
  list.length === 0 ? null : (
    <section class="card stack salvages">
      <h2>{say("salvage.history")}</h2>
      <ul class="lines">
        {list.map(s => (
          <li key={s.id} class="line">
            <div class="stack">
              <strong>{say("salvage.title", {time: moment(s.at)})}</strong>
              <Missing salvaged={s} />
              {s.acknowledged ? (
                <p>
                  {say("salvage.by", {name: s.acknowledged.by, time: moment(s.acknowledged.at)})}{" "}
                  <q dir="auto">{s.acknowledged.reason}</q>
                </p>
              ) : (
                <p class="quiet">{say("salvage.unread")}</p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
