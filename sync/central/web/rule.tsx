// The rule that broke: the question, what is wrong with its answer and the author's words; or the stage and why it was
// turned away; or the two sums; or who is told of what is late.
import {money, value_text} from "kit/format";
import {say, say_if_known, text} from "kit/language";
import {Loaded, useLive} from "kit/parts/loaded";
import {Notice, reason_words} from "kit/parts/notice";
import {role_words} from "kit/parts/stages";
import {api, type Application, type ReviewKind, type Rule} from "./state";
import {Word, Written} from "./word";

const flaw_words = (flaw: string): string => say_if_known(`flaw.${flaw}`) ?? flaw;

export function RuleWords({rule: r, kind}: {rule: Rule; kind: ReviewKind}) {
  const words = text(r.words);
  return (
    <>
      {r.key && (
        <>
          <strong>{text(r.label) || r.key}</strong>
          {r.value && (
            <>
              {": "}
              <bdi class="datum">{value_text(r.value)}</bdi>
            </>
          )}
          <br />
          {flaw_words(r.flaw)}
          {words && (
            <>
              {" "}
              <q>{words}</q>
            </>
          )}
        </>
      )}
      {r.stage && (
        <>
          <strong>{text(r.title) || r.stage}</strong>
          {r.reason && `: ${reason_words(r.reason)}`}
        </>
      )}
      {(kind === "parked" || kind === "waiting") && `${say(`review.why.${kind}`)} `}
      {!r.key && !r.stage && (r.reason ? reason_words(r.reason) : say(`review.why.${kind}`))}
      {r.expected && r.actual && (
        <>
          <br />
          {say("rule.fee", {expected: money(r.expected), actual: money(r.actual)})}
        </>
      )}
      {r.escalate_to && (
        <>
          <br />
          {say("stages.escalated", {role: role_words(r.escalate_to)})}
        </>
      )}
    </>
  );
}

// On the application's own page: all that is open beside its fields, each with what may be said of it.
export function OpenReviews({application: a}: {application: Application}) {
  const asked = new URLSearchParams({office: a.office, record: `${a.office}/application/${a.id}`}).toString();
  const found = useLive("reviews", asked, () => api.fetch("/reviews", `/reviews?${asked}`));
  return (
    <Loaded from={found}>
      {all => {
        const mine = all.filter(r => r.application === a.id && !r.value && r.kind !== "escalated");
        return (
          <Notice kind="care" calm title={say("alarm.title")}>
            <ul class="lines">
              {mine.map(r => (
                <li key={`${r.kind}/${r.what}`} class="line">
                  <span>
                    {r.rule ? <RuleWords rule={r.rule} kind={r.kind} /> : say(`review.why.${r.kind}`)}
                    <Written review={r} />
                  </span>
                  <Word review={r} changed={() => found.refresh()} />
                </li>
              ))}
            </ul>
          </Notice>
        );
      }}
    </Loaded>
  );
}
