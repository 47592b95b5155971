// What a person must look at, what is escalated first, then the newest: both values at a glance, or the rule that broke,
// and what waits because of it.
import {useSignal} from "@preact/signals";
import {moment, number_text} from "kit/format";
import {say, text} from "kit/language";
import {answer_text} from "kit/parts/history";
import {kind_looks} from "kit/parts/kinds";
import {Loaded, useLive} from "kit/parts/loaded";
import {Pick} from "kit/parts/pick";
import {Pill} from "kit/parts/state_pill";
import {href} from "kit/router";
import {HeldUpWords} from "./held_up";
import {kinds} from "./kinds";
import {RuleWords} from "./rule";
import {api, offices, type Review} from "./state";
import {Word, Written} from "./word";

export function Reviews() {
  const office = useSignal("");
  const kind = useSignal("");
  const chosen = Object.entries({office: office.value, kind: kind.value}).filter(([, v]) => v !== "");
  const asked = new URLSearchParams(chosen).toString();
  const found = useLive("reviews", asked, () => api.fetch("/reviews", `/reviews?${asked}`));
  return (
    <>
      <h1>{say("rooms.review")}</h1>
      <search class="filters">
        <Pick
          label={say("applications.only")}
          all={say("review.any_kind")}
          value={kind}
          from={kinds.map(k => [k, say(`review.kind.${k}`)] as const)}
        />
        <Pick
          label={say("applications.office")}
          all={say("applications.any_office")}
          value={office}
          from={offices.value.map(o => [o, o] as const)}
        />
      </search>
      <Loaded from={found}>{all => <List reviews={all} changed={() => found.refresh()} />}</Loaded>
    </>
  );
}

const List = ({reviews, changed}: {reviews: Review[]; changed: () => Promise<unknown>}) => (
  <section class="card">
    <p class="quiet" role="status">
      {say("review.count", {count: reviews.length})}
    </p>
    <ul class="lines">
      {reviews.map(r => (
        <Line key={`${r.record}/${r.kind}/${r.what}`} review={r} changed={changed} />
      ))}
    </ul>
  </section>
);

// What is no application (a shift, a visit) has no page of its own here.
function place_of(r: Review): string {
  if (!r.application) return href("review");
  const has_sides = r.kind === "held" || r.kind === "late_review";
  return r.field && has_sides
    ? href("review", r.office, r.application, r.field)
    : href("applications", r.office, r.application);
}

// What was set aside may lie on no record at all.
function name_of(r: Review): string {
  if (r.who || r.title) return r.who || say("record.no_name");
  return r.kind === "parked" ? say("review.of_node", {node: r.what.split("/")[0] ?? ""}) : r.record;
}

const Line = ({review: r, changed}: {review: Review; changed: () => Promise<unknown>}) => (
  <li class="line columns">
    <a class="line-link" href={place_of(r)}>
      <span class="line-main">
        <strong>{name_of(r)}</strong>
        <span class="quiet">
          {r.title && (
            <>
              {text(r.title)} · <bdi class="number">{r.tracking}</bdi> ·{" "}
            </>
          )}
          {r.office}
        </span>
      </span>
    </a>
    <span class="quiet">
      <Why review={r} />
      <Written review={r} />
      <br />
      {say("review.since", {time: moment(r.opened_at)})}
      <HeldUpWords heldUp={r.held_up} />
    </span>
    <span class="buttons">
      <Pill icon={kind_looks[r.kind][0]} tone={kind_looks[r.kind][1]} words={say(`review.kind.${r.kind}`)} />
      <Word review={r} changed={changed} />
    </span>
  </li>
);

function Why({review: r}: {review: Review}) {
  if (r.rule) return <RuleWords rule={r.rule} kind={r.kind} />;
  if (r.document) return <>{say("review.document", {number: number_text(Number(r.document.number))})}</>;
  if (!r.field || !r.label || !r.value) return <>{say(`review.why.${r.kind}`)}</>;
  return (
    <>
      {text(r.label) || r.field}: <bdi class="datum">{answer_text(r.value)}</bdi>
      {r.candidates.map(c => (
        <span key={c.op}>
          {" ↔ "}
          <bdi class="datum">{answer_text(c)}</bdi>
        </span>
      ))}
    </>
  );
}
