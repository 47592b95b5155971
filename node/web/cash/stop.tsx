// Closing the stop: what must be so before, the closing itself, and its signed day sheet.
import {useSignal} from "@preact/signals";
import {moment, value_text} from "kit/format";
import {say} from "kit/language";
import {Ask} from "kit/parts/ask";
import {Icon} from "kit/parts/icon";
import {Loaded, useLive} from "kit/parts/loaded";
import {Notice} from "kit/parts/notice";
import {TextField} from "kit/parts/text_field";
import {go, href} from "kit/router";
import {api, type Stop} from "../api";
import {me} from "../state";
import {CallSupervisor} from "../sign_over";
import {Readiness} from "./readiness";
import {Sheet} from "./sheet";

export function StopRoom({date}: {date: string | undefined}) {
  const stop = useLive("status", "stop", () => api.fetch("/stop"));
  if (date) return <Sheet date={date} />;
  return (
    <Loaded from={stop}>
      {s => (
        <>
          <Close stop={s} changed={() => stop.refresh()} />
          <Sheets sheets={s.sheets} />
        </>
      )}
    </Loaded>
  );
}

function Close({stop: s, changed}: {stop: Stop; changed: () => Promise<unknown>}) {
  const asking = useSignal(false);
  const note = useSignal("");
  const closed_today = s.sheets.some(x => x.date === s.date);
  const barred = s.open_shifts > 0 || s.drafts > 0;
  const close = async () => {
    const {date} = await api.send("close_stop", {note: note.value.trim()});
    await changed();
    go("cash", "stop", date);
  };
  return (
    <section class="card stack">
      <div class="room-head">
        <h2>{say("stop.of", {date: value_text(s.date)})}</h2>
        {s.since !== null && <span class="quiet">{say("stop.since", {time: moment(s.since)})}</span>}
      </div>
      <Readiness stop={s} />
      {closed_today ? (
        <Notice kind="good" title={say("stop.closed_already")} calm />
      ) : barred ? (
        <Notice kind="care" title={say("stop.barred")} calm />
      ) : me.value?.role === "supervisor" ? (
        <div class="buttons">
          <button type="button" class="button primary" onClick={() => (asking.value = true)}>
            {say("stop.close")}
          </button>
        </div>
      ) : (
        <>
          <p class="quiet">{say("stop.supervisor")}</p>
          <CallSupervisor />
        </>
      )}
      {asking.value && (
        <Ask
          title={say("stop.sure")}
          consequence={say("stop.consequence")}
          yes={say("stop.close")}
          run={close}
          close={() => (asking.value = false)}
        >
          <TextField label={say("stop.note")} value={note} optional lines />
        </Ask>
      )}
    </section>
  );
}

function Sheets({sheets}: {sheets: Stop["sheets"]}) {
  if (sheets.length === 0) return null;
  return (
    <section class="card stack">
      <h2>{say("stop.sheets")}</h2>
      <ul class="lines">
        {sheets.map(s => (
          <li key={s.op} class="line">
            <a class="back" href={href("cash", "stop", s.date)}>
              <Icon name="paper" />
              {say("stop.sheet_of", {date: value_text(s.date)})}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
