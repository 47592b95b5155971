// Applications of all offices, late ones first; filters say what they filter.
import {type Signal, useSignal} from "@preact/signals";
import {say, say_if_known} from "kit/language";
import {closed_words} from "kit/parts/closing";
import {Loaded, useLive} from "kit/parts/loaded";
import {Pick} from "kit/parts/pick";
import {SearchBox} from "kit/parts/search_box";
import {kinds} from "./kinds";
import {List} from "./list";
import {api, offices, type Search} from "./state";

const states = ["settled", "held", "waiting", "refused"] as const;
const stages = [
  "filed", "identity_checked", "documents_captured", "biometrics_captured", "fee_assessed", "fee_paid", "reviewed",
  "received_by_centre", "accepted_by_institution", "decided", "document_issued", "delivered",
] as const; // biome-ignore format: one glance

const ends = ["delivered", "refused", "completed", "withdrawn", "expired", "uncollected", "returned"] as const;

const stage_words = (s: string): string => say_if_known(`stage.${s}`) ?? s;

interface Chosen {
  q: Signal<string>;
  office: Signal<string>;
  stage: Signal<string>;
  state: Signal<string>;
  only: Signal<string>;
  ended: Signal<string>;
}

function useChosen(): Chosen {
  return {q: useSignal(""), office: useSignal(""), stage: useSignal(""), state: useSignal(""), only: useSignal(""), ended: useSignal("")};
}

// `only`: "late", "escalated", or a kind of review. `ended`: how, or "open".
function wanted_of(c: Chosen): Search {
  const only = c.only.value;
  const wanted = {
    q: c.q.value,
    office: c.office.value,
    stage: c.stage.value,
    state: c.state.value,
    late: only === "late" ? "true" : "",
    escalated: only === "escalated" ? "true" : "",
    kind: ["late", "escalated"].includes(only) ? "" : only,
    closed: c.ended.value,
  };
  return Object.fromEntries(Object.entries(wanted).filter(([, v]) => v !== ""));
}

function words_of(c: Chosen): string {
  const only = c.only.value;
  const parts = [
    c.q.value && say("applications.by_words", {words: c.q.value}),
    c.office.value,
    c.stage.value && stage_words(c.stage.value),
    c.state.value && say_if_known(`state.${c.state.value}`),
    only && (only === "late" ? say("applications.mark.late") : say_if_known(`review.kind.${only}`)),
    c.ended.value && (c.ended.value === "open" ? say("applications.mark.open") : closed_words(c.ended.value)),
  ];
  return parts.filter(Boolean).join(" · ");
}

export function Applications() {
  const chosen = useChosen();
  const wanted = wanted_of(chosen);
  const found = useLive("applications", JSON.stringify(wanted), () => api.ask("/applications/search", wanted));
  const clear = () => {
    for (const one of Object.values(chosen)) one.value = "";
  };
  return (
    <>
      <h1>{say("rooms.applications")}</h1>
      <search class="filters six">
        <SearchBox label={say("centre.search")} query={chosen.q} />
        <Picks chosen={chosen} />
      </search>
      <Loaded from={found}>{lines => <List lines={lines} filtering={words_of(chosen)} clear={clear} />}</Loaded>
    </>
  );
}

const Picks = ({chosen: c}: {chosen: Chosen}) => (
  <>
    <Pick
      label={say("applications.office")}
      all={say("applications.any_office")}
      value={c.office}
      from={offices.value.map(o => [o, o] as const)}
    />
    <Pick
      label={say("applications.by_stage")}
      all={say("applications.any_stage")}
      value={c.stage}
      from={stages.map(s => [s, stage_words(s)] as const)}
    />
    <Pick
      label={say("applications.state")}
      all={say("applications.any_state")}
      value={c.state}
      from={states.map(s => [s, say(`state.${s}`)] as const)}
    />
    <Pick
      label={say("applications.ended")}
      all={say("applications.any_end")}
      value={c.ended}
      from={[["open", say("applications.mark.open")] as const, ...ends.map(e => [e, closed_words(e)] as const)]}
    />
    <Pick
      label={say("applications.only")}
      all={say("applications.any_mark")}
      value={c.only}
      from={[
        ["late", say("applications.mark.late")] as const,
        ...kinds.map(k => [k, say(`review.kind.${k}`)] as const),
      ]}
    />
  </>
);
