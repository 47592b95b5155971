// Cash: this desk's shift, all shifts of this stop, and the closing of the stop.
import {say} from "kit/language";
import {Loaded, useLive} from "kit/parts/loaded";
import {href, route} from "kit/router";
import {api} from "../api";
import {MyShift} from "./my_shift";
import {Shifts} from "./shifts";
import {StopRoom} from "./stop";

export function Cash() {
  const part = route.value[1] === "stop" ? "stop" : "shift";
  return (
    <>
      <div class="room-head">
        <h1>{say("rooms.cash")}</h1>
        <nav class="parts" aria-label={say("rooms.cash")}>
          <a class="button" href={href("cash")} aria-current={part === "shift" ? "page" : undefined}>
            {say("cash.shifts")}
          </a>
          <a class="button" href={href("cash", "stop")} aria-current={part === "stop" ? "page" : undefined}>
            {say("stop.title")}
          </a>
        </nav>
      </div>
      {part === "stop" ? <StopRoom date={route.value[2]} /> : <ShiftRoom />}
    </>
  );
}

function ShiftRoom() {
  const shifts = useLive("shifts", "shifts", () => api.fetch("/shifts"));
  return (
    <Loaded from={shifts}>
      {all => (
        <>
          <MyShift shifts={all} changed={() => shifts.refresh()} />
          <Shifts shifts={all} />
        </>
      )}
    </Loaded>
  );
}
