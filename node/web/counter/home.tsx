// The counter between two citizens: find a service by two letters, or go on with a draft.
import {useSignal} from "@preact/signals";
import {useEffect, useRef} from "preact/hooks";
import {money, moment} from "kit/format";
import {matches} from "kit/fold";
import {say, text} from "kit/language";
import {Icon} from "kit/parts/icon";
import {Loaded, useLive} from "kit/parts/loaded";
import {Fault, Waiting} from "kit/parts/notice";
import {StatePill} from "kit/parts/state_pill";
import {go, href} from "kit/router";
import {api, type DraftLine, type Service} from "../api";
import {me} from "../state";

const shown_max = 40;

export function Counter() {
  const services = useLive("catalogue", "services", () => api.fetch("/services"));
  const drafts = useLive("drafts", "drafts", () => api.fetch("/drafts"));
  return (
    <>
      <h1>{say("counter.title")}</h1>
      <div class="two">
        <section class="card stack">
          <Loaded from={services}>{list => <Finder services={list} />}</Loaded>
        </section>
        <section class="card stack">
          <h2>{say("counter.drafts")}</h2>
          <Loaded from={drafts}>{list => <Drafts drafts={list} />}</Loaded>
        </section>
      </div>
    </>
  );
}

function Finder({services}: {services: Service[]}) {
  const query = useSignal("");
  const fault = useSignal<Error | null>(null);
  const starting = useSignal("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const found = services.filter(s => matches(query.value, ...all_words(s)));
  const start = async (s: Service) => {
    starting.value = s.id;
    fault.value = null;
    try {
      const {draft} = await api.send("start_draft", {service: s.id});
      go("counter", "draft", draft);
    } catch (error) {
      fault.value = error as Error;
    }
    starting.value = "";
  };
  const first = found[0];
  const submit = (e: Event) => {
    e.preventDefault();
    if (first && query.value.trim()) void start(first);
  };
  return (
    <>
      <form onSubmit={submit}>
        <label class="finder">
          <span class="finder-label">{say("counter.find")}</span>
          <span class="finder-field">
            <Icon name="search" />
            <input
              ref={field}
              class="input"
              type="search"
              value={query.value}
              autocomplete="off"
              aria-describedby="find-hint"
              onInput={e => (query.value = e.currentTarget.value)}
            />
          </span>
        </label>
        <p id="find-hint" class="quiet">
          {say("counter.find_hint")}
        </p>
      </form>
      <Fault error={fault.value} />
      {starting.value && <Waiting words={say("counter.starting")} />}
      <p class="hidden" role="status">
        {say("counter.found", {count: found.length})}
      </p>
      <ul class="services">
        {found.slice(0, shown_max).map(s => (
          <li key={s.id}>
            <button
              type="button"
              class={`service ${s === first && query.value ? "first" : ""}`}
              onClick={() => void start(s)}
            >
              <span class="line-main">
                <strong>{text(s.title)}</strong>
                <span class="quiet">{text(s.institution.title)}</span>
              </span>
              <span class="number">{fee_words(s)}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p class="quiet">{say("counter.none_found")}</p>}
    </>
  );
}

const fee_words = ({fee}: Service): string =>
  fee === null ? say("counter.by_answers") : fee.minor > 0 ? money(fee) : say("counter.free");

const all_words = (s: Service): string[] =>
  [s.id, ...Object.values(s.title), ...Object.values(s.institution.title)].filter(w => typeof w === "string");

function Drafts({drafts}: {drafts: DraftLine[]}) {
  const mine = drafts.filter(d => d.holder.id === me.value?.id);
  const others = drafts.filter(d => d.holder.id !== me.value?.id);
  if (drafts.length === 0) return <p class="quiet">{say("counter.no_drafts")}</p>;
  return (
    <>
      <ul class="lines">
        {mine.map(d => (
          <DraftItem key={d.id} draft={d} />
        ))}
      </ul>
      {others.length > 0 && <h3>{say("counter.others")}</h3>}
      <ul class="lines">
        {others.map(d => (
          <DraftItem key={d.id} draft={d} />
        ))}
      </ul>
    </>
  );
}

const DraftItem = ({draft: d}: {draft: DraftLine}) => (
  <li class="line">
    <a class="line-link" href={href("counter", "draft", d.id)}>
      <span class="line-main">
        <strong>{d.who || say("record.no_name")}</strong>
        <span class="quiet">
          {text(d.title)} ·{" "}
          {d.holder.id === me.value?.id ? moment(d.updated) : `${d.holder.name}, ${moment(d.updated)}`}
        </span>
      </span>
    </a>
    <StatePill state="draft" />
  </li>
);
