// Filed applications: search while typing, and a filter that says what it filters.
import {useSignal} from "@preact/signals";
import {useEffect} from "preact/hooks";
import {moment, money} from "kit/format";
import {say, text} from "kit/language";
import {Icon} from "kit/parts/icon";
import {Loaded, useLive} from "kit/parts/loaded";
import {StatePill} from "kit/parts/state_pill";
import {href} from "kit/router";
import {api, type ApplicationLine} from "./api";

const states = ["saved_here", "sending", "received", "settled", "held", "waiting", "refused"] as const;
const pause_ms = 200;

export function Applications() {
  const typed = useSignal("");
  const query = useSignal("");
  const state = useSignal("");
  useEffect(() => {
    const timer = setTimeout(() => (query.value = typed.value.trim()), pause_ms);
    return () => clearTimeout(timer);
  }, [typed.value]);
  const asked = new URLSearchParams({...(query.value && {q: query.value}), ...(state.value && {state: state.value})});
  const found = useLive("applications", `${asked}`, () => api.fetch("/applications", `/applications?${asked}`));
  return (
    <>
      <h1>{say("rooms.applications")}</h1>
      <search class="filters">
        <label>
          {say("applications.search")}
          <input class="input" type="search" value={typed.value} onInput={e => (typed.value = e.currentTarget.value)} />
        </label>
        <label>
          {say("applications.state")}
          <select class="input" value={state.value} onChange={e => (state.value = e.currentTarget.value)}>
            <option value="">{say("applications.any_state")}</option>
            {states.map(s => (
              <option key={s} value={s}>
                {say(`state.${s}`)}
              </option>
            ))}
          </select>
        </label>
      </search>
      <Loaded from={found}>{lines => <List lines={lines} />}</Loaded>
    </>
  );
}

function List({lines}: {lines: ApplicationLine[]}) {
  return (
    <section class="card">
      <p class="quiet" role="status">
        {say("applications.count", {count: lines.length})}
      </p>
      <ul class="lines">
        {lines.map(a => (
          <li key={a.id} class="line columns">
            <a class="line-link" href={href("applications", a.id)}>
              <span class="line-main">
                <strong>{a.who || say("record.no_name")}</strong>
                <span class="quiet">
                  {text(a.title)} · <bdi class="number">{a.tracking}</bdi>
                </span>
              </span>
            </a>
            <span class="quiet line-stage">
              {say("applications.stage", {number: a.stage.number, title: text(a.stage.title)})} · {moment(a.filed_at)}
              {a.open.minor > 0 && ` · ${say("applications.open", {amount: money(a.open)})}`}
            </span>
            <StatePill state={a.state} />
          </li>
        ))}
      </ul>
    </section>
  );
}

export const BackToList = () => (
  <a class="back" href={href("applications")}>
    <Icon name="back" />
    {say("applications.back")}
  </a>
);
