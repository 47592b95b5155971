// Filed applications: late ones first; search while typing, and filters that say what they filter.
import {useSignal} from "@preact/signals";
import {moment, money} from "kit/format";
import {say, say_if_known, text} from "kit/language";
import {Icon} from "kit/parts/icon";
import {ListHead, Standing, WhoLink} from "kit/parts/lines";
import {Loaded, useLive} from "kit/parts/loaded";
import {Pick} from "kit/parts/pick";
import {SearchBox} from "kit/parts/search_box";
import {href} from "kit/router";
import {api, type ApplicationLine} from "../api";

const states = ["saved_here", "sending", "received", "settled", "held", "waiting", "refused"] as const;
const marks = ["late", "open", "closed", "returned", "unpaid", "granted", "refused"] as const;

const has_mark: Record<string, (a: ApplicationLine) => boolean> = {
  late: a => a.late,
  open: a => a.closed === "",
  closed: a => a.closed !== "",
  returned: a => a.round > 1,
  unpaid: a => a.open.minor > 0,
  granted: a => a.outcome === "granted",
  refused: a => a.outcome === "refused",
};

// What is looked for goes in a body: an address would be kept by the browser and logged on its way.
function matching(q: string, chosen: string): Promise<ApplicationLine[]> {
  const state = states.find(s => s === chosen);
  if (q) return api.ask("/applications/search", {q, ...(state && {state})});
  return api.fetch("/applications", `/applications?${new URLSearchParams({late: "1", ...(state && {state})})}`);
}

export function Applications() {
  const query = useSignal("");
  const state = useSignal("");
  const mark = useSignal("");
  const found = useLive("applications", `${state.value}/${query.value}`, () => matching(query.value, state.value));
  const filtering = [
    query.value && say("applications.by_words", {words: query.value}),
    state.value && say_if_known(`state.${state.value}`),
    mark.value && say_if_known(`applications.mark.${mark.value}`),
  ].filter(Boolean);
  const clear = () => {
    query.value = state.value = mark.value = "";
  };
  return (
    <>
      <h1>{say("rooms.applications")}</h1>
      <search class="filters three">
        <SearchBox label={say("applications.search")} query={query} />
        <Pick
          label={say("applications.state")}
          all={say("applications.any_state")}
          value={state}
          from={states.map(s => [s, say(`state.${s}`)] as const)}
        />
        <Pick
          label={say("applications.only")}
          all={say("applications.any_mark")}
          value={mark}
          from={marks.map(m => [m, say(`applications.mark.${m}`)] as const)}
        />
      </search>
      <Loaded from={found}>
        {lines => {
          const kept = mark.value ? lines.filter(has_mark[mark.value] ?? (() => true)) : lines;
          return <List lines={kept} filtering={filtering.join(" · ")} clear={clear} />;
        }}
      </Loaded>
    </>
  );
}

interface ListProps {
  lines: ApplicationLine[];
  filtering: string;
  clear: () => void;
}

function List({lines, filtering, clear}: ListProps) {
  return (
    <section class="card">
      <ListHead count={lines.length} filtering={filtering} clear={clear} />
      <ul class="lines">
        {lines.map(a => (
          <Line key={a.id} line={a} />
        ))}
      </ul>
    </section>
  );
}

const Line = ({line: a}: {line: ApplicationLine}) => (
  <li class={`line columns ${a.late ? "late" : ""} ${a.closed ? "closed" : ""}`}>
    <WhoLink to={href("applications", a.id)} who={a.who} title={a.title} tracking={a.tracking} />
    <span class="quiet line-stage">
      {say("applications.stage", {number: a.stage.number, title: text(a.stage.title)})} · {moment(a.filed_at)}
      {a.open.minor > 0 && ` · ${say("applications.open", {amount: money(a.open)})}`}
    </span>
    <Standing late={a.late} round={a.round} outcome={a.outcome} state={a.state} closed={a.closed} />
  </li>
);

export const BackToList = () => (
  <a class="back" href={href("applications")}>
    <Icon name="back" />
    {say("applications.back")}
  </a>
);
