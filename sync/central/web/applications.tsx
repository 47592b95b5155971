// Applications of all offices, found by words, office and stage.
import {useSignal} from "@preact/signals";
import {useEffect} from "preact/hooks";
import {moment, money} from "kit/format";
import {say, say_if_known, text} from "kit/language";
import {Loaded, useLive} from "kit/parts/loaded";
import {StatePill} from "kit/parts/state_pill";
import {href} from "kit/router";
import {api, type ApplicationLine, status} from "./state";

const pause_ms = 200;
const stages = [
  "filed", "identity_checked", "documents_captured", "biometrics_captured", "fee_assessed", "fee_paid", "reviewed",
  "received_by_centre", "accepted_by_institution", "decided", "document_issued", "delivered",
] as const; // biome-ignore format: one glance

export function Applications() {
  const typed = useSignal("");
  const query = useSignal("");
  const office = useSignal("");
  const stage = useSignal("");
  useEffect(() => {
    const timer = setTimeout(() => (query.value = typed.value.trim()), pause_ms);
    return () => clearTimeout(timer);
  }, [typed.value]);
  const chosen = {q: query.value, office: office.value, stage: stage.value};
  const asked = new URLSearchParams(Object.entries(chosen).filter(([, v]) => v !== ""));
  const found = useLive("applications", `${asked}`, () => api.fetch("/applications", `/applications?${asked}`));
  const offices = [...new Set(status.data.value?.nodes.map(n => n.office))].sort();
  return (
    <>
      <h1>{say("rooms.applications")}</h1>
      <search class="filters three">
        <label>
          {say("centre.search")}
          <input class="input" type="search" value={typed.value} onInput={e => (typed.value = e.currentTarget.value)} />
        </label>
        <Pick
          label={say("applications.office")}
          all={say("applications.any_office")}
          value={office}
          from={offices.map(o => [o, o])}
        />
        <Pick
          label={say("applications.by_stage")}
          all={say("applications.any_stage")}
          value={stage}
          from={stages.map(s => [s, say_if_known(`stage.${s}`) ?? s])}
        />
      </search>
      <Loaded from={found}>{lines => <List lines={lines} />}</Loaded>
    </>
  );
}

interface PickProps {
  label: string;
  all: string;
  value: {value: string};
  from: [string, string][];
}

const Pick = ({label, all, value, from}: PickProps) => (
  <label>
    {label}
    <select class="input" value={value.value} onChange={e => (value.value = e.currentTarget.value)}>
      <option value="">{all}</option>
      {from.map(([id, words]) => (
        <option key={id} value={id}>
          {words}
        </option>
      ))}
    </select>
  </label>
);

function List({lines}: {lines: ApplicationLine[]}) {
  return (
    <section class="card">
      <p class="quiet" role="status">
        {say("applications.count", {count: lines.length})}
      </p>
      <ul class="lines">
        {lines.map(a => (
          <li key={`${a.office}/${a.id}`} class="line columns">
            <a class="line-link" href={href("applications", a.office, a.id)}>
              <span class="line-main">
                <strong>{a.who || say("record.no_name")}</strong>
                <span class="quiet">
                  {text(a.title)} · <bdi class="number">{a.tracking}</bdi>
                </span>
              </span>
            </a>
            <span class="quiet">
              {say("applications.stage", {number: a.stage.number, title: text(a.stage.title)})} · {moment(a.filed_at)}
              <br />
              {say("centre.taken_by", {office: a.office, node: a.node})}
              {a.open.minor > 0 && ` · ${say("applications.open", {amount: money(a.open)})}`}
            </span>
            <StatePill state={a.state} />
          </li>
        ))}
      </ul>
    </section>
  );
}
