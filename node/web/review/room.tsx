// What a person must look at, newest first; one of them side by side.
import {moment} from "kit/format";
import {say} from "kit/language";
import {kind_looks} from "kit/parts/kinds";
import {WhoLink} from "kit/parts/lines";
import {Loaded, useLive} from "kit/parts/loaded";
import {Pill} from "kit/parts/state_pill";
import {href} from "kit/router";
import {api, type Review} from "../api";
import {OneReview} from "./one";
import {review_words} from "./words";

export function Reviews({application, field}: {application: string; field: string}) {
  const reviews = useLive("reviews", "reviews", () => api.fetch("/reviews"));
  if (application) return <OneReview application={application} field={field} />;
  return (
    <>
      <h1>{say("rooms.review")}</h1>
      <Loaded from={reviews}>{all => <List reviews={all} />}</Loaded>
    </>
  );
}

function List({reviews}: {reviews: Review[]}) {
  return (
    <section class="card">
      <p class="quiet" role="status">
        {say("review.count", {count: reviews.length})}
      </p>
      <ul class="lines">
        {reviews.map(r => (
          <Line key={`${r.application}/${r.kind}/${r.what}`} review={r} />
        ))}
      </ul>
    </section>
  );
}

const place_of = (r: Review): string =>
  r.field && (r.kind === "held" || r.kind === "late_review")
    ? href("review", r.application, r.field)
    : href("applications", r.application);

const Line = ({review: r}: {review: Review}) => (
  <li class="line columns">
    <WhoLink to={place_of(r)} who={r.who} title={r.title} tracking={r.tracking} />
    <span class="quiet">
      {review_words(r)} · {moment(r.at)}
    </span>
    <Pill icon={kind_looks[r.kind][0]} tone={kind_looks[r.kind][1]} words={say(`review.kind.${r.kind}`)} />
  </li>
);
