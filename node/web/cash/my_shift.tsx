// The shift of who is here: opened with a float, followed by what came in, closed with a count.
import {useSignal} from "@preact/signals";
import {moment} from "kit/format";
import {say} from "kit/language";
import {main_action} from "kit/main_action";
import {Fault, Notice} from "kit/parts/notice";
import {SumField} from "kit/parts/sum_field";
import {parse_sum} from "kit/sum";
import {useTask} from "kit/task";
import {api, type Shift} from "../api";
import {me, status} from "../state";
import {Closing} from "./closing";
import {ClosedNote, Sums} from "./sums";

const local = "PKR"; // until a shift or a service names another

interface Props {
  shifts: Shift[];
  changed: () => Promise<unknown>;
}

export function MyShift({shifts, changed}: Props) {
  const mine = shifts.find(s => s.closed_at === null && s.staff === me.value?.id && s.seat === me.value?.seat);
  const closing = useSignal(false);
  const closed = useSignal("");
  const just = shifts.find(s => s.id === closed.value && s.closed_at !== null);
  if (!mine) {
    return (
      <>
        {just && <ClosedNote shift={just} />}
        <OpenShift currency={shifts[0]?.currency || local} changed={changed} />
      </>
    );
  }
  const done = async () => {
    closed.value = mine.id;
    closing.value = false;
    await changed();
  };
  return (
    <section class="card stack">
      <div class="room-head">
        <h2>{say("cash.mine")}</h2>
        <span class="quiet">{say("cash.since", {time: moment(mine.opened_at)})}</span>
      </div>
      <Sums shift={mine} />
      {closing.value ? (
        <Closing shift={mine} done={done} close={() => (closing.value = false)} />
      ) : (
        <div class="buttons">
          <button type="button" class="button primary" onClick={() => (closing.value = true)} {...main_action}>
            {say("cash.count")}
          </button>
        </div>
      )}
    </section>
  );
}

function OpenShift({currency, changed}: {currency: string; changed: () => Promise<unknown>}) {
  const typed = useSignal("");
  const task = useTask();
  const open = async (e: Event) => {
    e.preventDefault();
    const minor = parse_sum(typed.value, currency);
    if (minor === null) return;
    await task.run(() => api.send("open_shift", {float: {minor, currency}}));
    await Promise.all([changed(), status.refresh()]);
  };
  return (
    <section class="card stack">
      <h2>{say("cash.open_title")}</h2>
      <Notice kind="info" title={say("cash.open_how")} calm />
      <form class="payment" onSubmit={e => void open(e)}>
        <SumField label={say("cash.float")} typed={typed} currency={currency} />
        <Fault error={task.fault.value} />
        <button type="submit" class="button primary" disabled={task.busy.value} {...main_action}>
          {say("cash.open")}
        </button>
      </form>
    </section>
  );
}

