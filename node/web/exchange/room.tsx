// With the centre: what went, what waits and why, and an exchange at once.
import {useSignal} from "@preact/signals";
import {moment} from "kit/format";
import {say, say_if_known} from "kit/language";
import {Loaded, useLive} from "kit/parts/loaded";
import {Fault, Notice, reason_words} from "kit/parts/notice";
import {Pill} from "kit/parts/state_pill";
import {href} from "kit/router";
import {api, type Exchange} from "../api";
import {Stick} from "./stick";
import {UnderWay} from "./under_way";
import {link_words} from "../bar";
import {SalvageHistory} from "../salvage";

const steps = ["sent", "received", "settled", "safe"] as const;

export function ExchangeRoom() {
  const exchange = useLive("status", "exchange", () => api.fetch("/exchange"));
  return (
    <>
      <div class="room-head">
        <h1>{say("rooms.exchange")}</h1>
        <Now />
      </div>
      <Loaded from={exchange}>{x => <Standing exchange={x} />}</Loaded>
    </>
  );
}

function Now() {
  const fault = useSignal<Error | null>(null);
  const asked = useSignal(false);
  const ask = async () => {
    fault.value = null;
    asked.value = true;
    await api.send("exchange_now", {}).catch(error => (fault.value = error as Error));
    asked.value = false;
  };
  return (
    <div class="stack">
      <button type="button" class="button primary" disabled={asked.value} onClick={() => void ask()}>
        {say(asked.value ? "exchange.asking" : "exchange.now")}
      </button>
      <Fault error={fault.value} />
    </div>
  );
}

function Standing({exchange: x}: {exchange: Exchange}) {
  const all_there = x.complete_until !== null;
  return (
    <>
      <Notice
        kind={x.marks.received >= x.marks.total ? "good" : "info"}
        title={
          all_there ? say("exchange.complete", {time: moment(x.complete_until ?? 0)}) : say("exchange.nothing_yet")
        }
      >
        <p>
          {link_words(x)}
          {x.last_at !== null && ` · ${say("exchange.last", {time: moment(x.last_at)})}`}
        </p>
      </Notice>
      {x.taking && <Taking taken={x.taking.taken} left={x.taking.left} />}
      {x.not_taken.length > 0 && <NotTaken lines={x.not_taken} />}
      {x.refused.length > 0 && <Refused lines={x.refused} />}
      <section class="card stack">
        <h2>{say("exchange.marks", {count: x.marks.total})}</h2>
        <ul class="marks">
          {steps.map(step => (
            <li key={step}>
              <label>
                <span class="room-head">
                  <span>{say(`exchange.${step}`)}</span>
                  <span class="number">{say("exchange.of", {count: x.marks[step], total: x.marks.total})}</span>
                </span>
                <progress max={Math.max(1, x.marks.total)} value={x.marks[step]} />
              </label>
            </li>
          ))}
        </ul>
      </section>
      <UnderWay files={x.files} />
      <Stick stick={x.stick} />
      <section class="card stack">
        <h2>{say("exchange.waits")}</h2>
        {x.waiting.length === 0 ? <p class="quiet">{say("exchange.nothing_waits")}</p> : <Waits lines={x.waiting} />}
      </section>
      <SalvageHistory list={x.salvages} />
      {x.unclaimed && <Unclaimed {...x.unclaimed} />}
    </>
  );
}

// Nobody but the technician can do something about them, and nothing is taken away meanwhile.
const Unclaimed = ({files, bytes, full}: {files: number; bytes: number; full: boolean}) => (
  <section class="card stack">
    <h2>{say("exchange.unclaimed")}</h2>
    <p>{say("exchange.unclaimed_files", {count: files, size: Math.ceil(bytes / 2 ** 20)})}</p>
    {full && <p>{say("exchange.unclaimed_full")}</p>}
  </section>
);

const Taking = ({taken, left}: {taken: number; left: number}) => (
  <section class="card stack">
    <label>
      <span class="room-head">
        <span>{say("exchange.taking")}</span>
        <span class="number">{say("exchange.of", {count: taken, total: taken + left})}</span>
      </span>
      <progress max={Math.max(1, taken + left)} value={taken} />
    </label>
  </section>
);

// What is malformed here no page has sent.
const why = (reason: string) => (reason === "malformed" ? say("exchange.unreadable") : reason_words(reason));
const kind_words = (kind: string) => say_if_known(`exchange.kind.${kind}`) ?? kind;

const NotTaken = ({lines}: {lines: Exchange["not_taken"]}) => (
  <Notice kind="bad" title={say("exchange.not_taken")}>
    <ul class="lines">
      {lines.map(l => (
        <li key={l.epoch} class="line">
          <bdi class="number">{`${l.epoch.slice(0, 8)}/${l.seq}`}</bdi> <span>{why(l.reason)}</span>
        </li>
      ))}
    </ul>
  </Notice>
);

const Refused = ({lines}: {lines: Exchange["refused"]}) => (
  <Notice kind="bad" title={say("exchange.refused")}>
    <ul class="lines">
      {lines.map(l => (
        <li key={`${l.kind}/${l.name}`} class="line">
          <span>
            {kind_words(l.kind)} <bdi class="number">{l.name.slice(0, 16)}</bdi>
          </span>{" "}
          <span>{why(l.reason)}</span>
        </li>
      ))}
    </ul>
  </Notice>
);

const Waits = ({lines}: {lines: Exchange["waiting"]}) => (
  <ul class="lines">
    {lines.map(w => (
      <li key={w.op} class="line">
        <span class="act-words">
          <a href={href("applications", w.application)}>
            <bdi class="number">{w.tracking}</bdi>
          </a>
          <span>{reason_words(w.reason)}</span>
        </span>
        <Pill
          icon={w.fate === "refused" ? "cross" : "hourglass"}
          tone={w.fate === "refused" ? "bad" : "care"}
          words={say(`fate.${w.fate}`)}
        />
      </li>
    ))}
  </ul>
);
