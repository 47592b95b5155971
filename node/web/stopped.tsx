// What stops this box as a whole: numbers and money, which a supervisor ends by a code of headquarters; and a disk that is full.
import {useSignal} from "@preact/signals";
import {moment} from "kit/format";
import {say} from "kit/language";
import {Notice, reason_words} from "kit/parts/notice";
import {Submit} from "kit/parts/submit";
import {TextField} from "kit/parts/text_field";
import {useTask} from "kit/task";
import {api, type Status} from "./api";
import {me, status} from "./state";

export function StoppedNotice() {
  const stopped = status.data.value?.stopped;
  if (!stopped) return null;
  return (
    <div class="room-notice">
      <Notice kind="bad" title={reason_words(stopped.code)}>
        {stopped.challenge && <Settle challenge={stopped.challenge} />}
      </Notice>
    </div>
  );
}

// While the disk is nearly full: what still goes, and what to do.
export function RoomNotice() {
  const stage = status.data.value?.room?.stage;
  if (!stage) return null;
  return (
    <div class="room-notice">
      <Notice kind={stage === "none" ? "bad" : "care"} title={say(`room.${stage}`)}>
        <p>{say("room.how")}</p>
      </Notice>
    </div>
  );
}

// What was found damaged when it was read again: in the database, and of the scans and pictures.
export function DamageNotice() {
  const damage = status.data.value?.damage;
  if (!damage) return null;
  return (
    <div class="room-notice">
      {damage.database !== null && (
        <Notice kind="bad" title={say("damage.database", {time: moment(damage.database)})}>
          <p>{say("damage.database_how")}</p>
        </Notice>
      )}
      {damage.files > 0 && (
        <Notice kind="care" title={say("damage.files", {count: damage.files})}>
          <p>{say("damage.files_how")}</p>
        </Notice>
      )}
    </div>
  );
}

function Settle({challenge}: {challenge: NonNullable<Status["stopped"]>["challenge"]}) {
  const code = useSignal("");
  const task = useTask();
  const send = (e: Event) => {
    e.preventDefault();
    void task.run(() => api.send("settle_fork", {code: code.value}));
  };
  return (
    <>
      <p>{say("fork.how")}</p>
      <p>
        {say("fork.digits")} <bdi class="number">{challenge}</bdi>
      </p>
      {me.value?.role === "supervisor" && (
        <form class="stack" onSubmit={send}>
          <TextField label={say("fork.code")} value={code} length_max={20} required digits />
          <Submit task={task} yes={say("fork.settle")} />
        </form>
      )}
    </>
  );
}
