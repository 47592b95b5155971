// A clerk's word on what is open; who did what opened it; and the other application of the same person.
import {moment} from "kit/format";
import {say} from "kit/language";
import {reason_words} from "kit/parts/notice";
import {act_words} from "kit/parts/record";
import {Settle} from "kit/parts/settle";
import {href} from "kit/router";
import {api, type Review, writes} from "./state";

function why_words(r: Review): string {
  const why = say(`review.why.${r.kind}`);
  return r.rule?.reason && !r.rule.key && !r.rule.stage ? `${why} ${reason_words(r.rule.reason)}` : why;
}

export function Word({review: r, changed}: {review: Review; changed: () => Promise<unknown>}) {
  if (!writes.value) return null;
  const {record, kind, what} = r;
  return (
    <Settle
      outcomes={r.outcomes}
      words={why_words(r)}
      run={(outcome, reason) =>
        api
          .send("settle", {record, kind, what, outcome: outcome as Review["outcomes"][number], reason})
          .then(changed)
      }
    />
  );
}

export function Written({review: r}: {review: Review}) {
  return (
    <>
      {r.written && (
        <>
          <br />
          {say("review.written", {
            what: act_words(r.written.what),
            name: r.written.by,
            from: r.written.from,
            time: moment(r.written.at),
          })}
        </>
      )}
      {r.other && (
        <>
          <br />
          <a href={href("applications", r.other.office, r.other.id)}>
            {say("review.other", {tracking: r.other.tracking})}
          </a>
        </>
      )}
    </>
  );
}
