// One application as the centre holds it: stages, what is to be settled, answers, files, money, papers, history.
import {useSignal} from "@preact/signals";
import {moment, money, number_text} from "kit/format";
import {say, text} from "kit/language";
import {Balance} from "kit/parts/balance";
import {AskClosing, ClosingNote} from "kit/parts/closing";
import {DecisionNote} from "kit/parts/history";
import {Icon, type IconName} from "kit/parts/icon";
import {Loaded} from "kit/parts/loaded";
import {Notice, reason_words} from "kit/parts/notice";
import {Past} from "kit/parts/past";
import {as_entries, Documents, Fields, kind_words} from "kit/parts/record";
import {type Milestone, role_words, Stages} from "kit/parts/stages";
import {Pill} from "kit/parts/state_pill";
import {href} from "kit/router";
import {Change, is_list} from "./change";
import {Head, useApplication} from "./head";
import {HeldUpNotice} from "./held_up";
import {Erase} from "./erase";
import {OpenReviews} from "./rule";
import {api, type Application, type ClosingOffer, writes} from "./state";

export function ApplicationPage({office, id}: {office: string; id: string}) {
  const held = useApplication(office, id);
  return (
    <>
      <a class="back" href={href("applications")}>
        <Icon name="back" />
        {say("applications.back")}
      </a>
      <Loaded from={held}>{a => <Detail application={a} changed={() => held.refresh()} />}</Loaded>
    </>
  );
}

interface Props {
  application: Application;
  changed: () => Promise<unknown>;
}

// A stage that a return has reopened was reached, and does not stand.
const rail = (a: Application): Milestone[] =>
  a.stages.map(({by_whom, ...s}) => (by_whom ? {...s, by_whom} : s));

function Detail({application: a, changed}: Props) {
  const late = a.late && !a.closing && a.awaits?.due_at != null ? a.awaits : null;
  return (
    <>
      <Head application={a} />
      {a.reason && <Notice kind={a.state === "refused" ? "bad" : "care"} title={reason_words(a.reason)} />}
      {late && (
        <Notice
          kind="care"
          calm
          title={say("centre.was_due", {stage: text(late.title), time: moment(late.due_at ?? 0)})}
        >
          {late.escalated && <p>{say("stages.escalated", {role: role_words(late.escalate_to)})}</p>}
        </Notice>
      )}
      {a.awaits?.citizen && <Notice kind="info" calm title={say("centre.citizen_awaited")} />}
      <div class="with-rail">
        <Stages stages={rail(a)} over={a.closing !== null} />
        <div class="stack">
          {a.closing && <ClosingNote closing={a.closing} />}
          {a.decision && <DecisionNote decision={a.decision} />}
          <ToReview application={a} />
          <Answers application={a} changed={changed} />
          <Files application={a} />
          <section class="card stack">
            <h2>{say("application.money")}</h2>
            <Balance sums={a.balance} />
            {a.refund_due.minor > 0 && (
              <Notice kind="care" calm title={say("fee.to_return", {amount: money(a.refund_due)})} />
            )}
            <h2>{say("application.papers")}</h2>
            <Documents documents={a.documents} />
            <HandedOver application={a} />
          </section>
          <Close application={a} changed={changed} />
          <Past
            of={a}
            mark={act => (
              <>
                {act.erased ? <Pill icon="cross" tone="calm" words={say("erase.gone")} /> : <Verdict fate={act.fate} />}
                <Erase application={a} act={act} changed={changed} />
              </>
            )}
          />
        </div>
      </div>
    </>
  );
}

function ToReview({application: a}: {application: Application}) {
  const told = a.reviews.filter(k => k !== "held" && k !== "late_review" && k !== "escalated");
  return (
    <>
      {told.length > 0 && <OpenReviews application={a} />}
      <HeldUpNotice heldUp={a.held_up} />
    </>
  );
}

function Answers({application: a, changed}: Props) {
  const changing = useSignal(false);
  const files = new Set(a.attachments.map(x => x.question));
  // How many entries there are is seen from the entries, unless that itself is in question.
  const spoken = a.fields
    .filter(f => !files.has(f.name) && (f.held || f.late || !is_list(f, a.fields)))
    .map(f => (is_list(f, a.fields) ? as_entries(f) : f));
  return (
    <section class="card stack">
      <div class="room-head">
        <h2>{say("application.answers")}</h2>
        {writes.value && !changing.value && (
          <button type="button" class="button" onClick={() => (changing.value = true)}>
            {say("application.change")}
          </button>
        )}
      </div>
      {changing.value ? (
        <Change application={a} fields={[...spoken, ...a.unanswered]} changed={changed} close={() => (changing.value = false)} />
      ) : (
        <Fields fields={spoken} beside={f => (f.held || f.late) && <ToSides application={a} field={f.name} />} />
      )}
    </section>
  );
}

function Close({application: a, changed}: Props) {
  const asking = useSignal(false);
  if (a.closings.length === 0 || !writes.value) return null;
  const close = (how: string, reason: string) =>
    api
      .send("close_application", {office: a.office, id: a.id, how: how as ClosingOffer["how"], reason})
      .then(changed);
  return (
    <div class="buttons close-card">
      <button type="button" class="button plain" onClick={() => (asking.value = true)}>
        {say("close.go")}
      </button>
      {asking.value && <AskClosing offers={a.closings} run={close} close={() => (asking.value = false)} />}
    </div>
  );
}

const ToSides = ({application: a, field}: {application: Application; field: string}) => (
  <a href={href("review", a.office, a.id, field)} class="button plain">
    {say("application.to_review")}
  </a>
);

function Files({application: a}: {application: Application}) {
  if (a.attachments.length === 0) return null;
  return (
    <section class="card stack">
      <h2>{say("application.files")}</h2>
      <ul class="lines">
        {a.attachments.map(f => (
          <li key={f.hash} class="line">
            <span class="act-words">
              <strong>{text(f.label) || f.question}</strong>
              <span class="quiet">
                {f.media} · <bdi class="number">{f.hash.slice(0, 12)}…</bdi>
                {f.exception && ` · ${f.exception}`}
              </span>
            </span>
            {f.state === "there" ? (
              <Pill icon="tick" tone="good" words={say("file.there")} />
            ) : (
              <Pill icon="hourglass" tone="care" words={say("centre.file_missing")} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const HandedOver = ({application: a}: {application: Application}) => (
  <ul class="lines">
    {a.handed_over.map(h => (
      <li key={`${h.kind}${h.number}`} class="line">
        <span>
          {kind_words(h.kind)} <bdi class="number">{number_text(h.number)}</bdi>
        </span>
        <span class="quiet">{say("document.handed", {name: h.recipient, time: moment(h.at)})}</span>
      </li>
    ))}
  </ul>
);

type Fate = Application["acts"][number]["fate"];
const looks: Record<Fate, [IconName, "good" | "busy" | "care" | "bad" | "calm"]> = {
  "": ["ring", "calm"],
  applied: ["tick", "good"],
  parallel: ["ticks", "busy"],
  lost: ["ring", "care"],
  held: ["pause", "care"],
  waiting: ["hourglass", "care"],
  parked: ["square", "care"],
  refused: ["cross", "bad"],
};

function Verdict({fate}: {fate: Fate}) {
  const [icon, tone] = looks[fate];
  return <Pill icon={icon} tone={tone} words={say(`fate.${fate || "unjudged"}`)} />;
}
