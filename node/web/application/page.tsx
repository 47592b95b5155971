// One application with all that is known of it: where it stands, answers, people, files, money, papers, history.
import {say, text} from "kit/language";
import {Balance} from "kit/parts/balance";
import {ClosingNote} from "kit/parts/closing";
import {DecisionNote} from "kit/parts/history";
import {FeeLines} from "kit/parts/fee_lines";
import {Icon} from "kit/parts/icon";
import {Loaded} from "kit/parts/loaded";
import {Notice, reason_words} from "kit/parts/notice";
import {Past} from "kit/parts/past";
import {Documents} from "kit/parts/record";
import {Stages} from "kit/parts/stages";
import {href} from "kit/router";
import type {Application as Whole} from "../api";
import {CloseCard} from "../desk/close";
import {PeopleHere} from "../desk/people_here";
import {ReviewCard} from "../desk/review";
import {Waits} from "../desk/waits";
import {Alarms} from "./alarms";
import {Answers} from "./answers";
import {Files} from "./files";
import {amount, Head, useApplication} from "./head";
import {BackToList} from "./list";

export function Application({id}: {id: string}) {
  const held = useApplication(id);
  return (
    <>
      <BackToList />
      <Loaded from={held}>{a => <Detail application={a} changed={() => held.refresh()} />}</Loaded>
    </>
  );
}

const at_desk = ["take_payment", "issue_document", "hand_over"];

function Detail({application: a, changed}: {application: Whole; changed: () => Promise<unknown>}) {
  const next = at_desk.find(c => a.can.includes(c));
  return (
    <>
      <Head application={a} />
      {a.reason && <Notice kind={a.state === "refused" ? "bad" : "care"} title={reason_words(a.reason)} />}
      <div class="with-rail">
        <Stages stages={a.stages} over={a.closing !== null} />
        <div class="stack">
          {a.closing && <ClosingNote closing={a.closing} />}
          {a.decision && <DecisionNote decision={a.decision} />}
          <Alarms application={a} changed={changed} />
          {next && (
            <Notice
              kind="info"
              calm
              title={
                next === "take_payment"
                  ? say("application.unpaid", {amount: amount(a, a.balance.open)})
                  : say(next === "hand_over" ? "application.to_hand_over" : "application.to_issue")
              }
            >
              <a class="button" href={href("counter", "application", a.id)}>
                <Icon name="back" />
                {say("application.to_desk")}
              </a>
            </Notice>
          )}
          <Waits application={a} />
          <PeopleHere application={a} changed={changed} main={false} />
          <ReviewCard application={a} changed={changed} main={false} />
          <Answers application={a} changed={changed} />
          <Files application={a} />
          <section class="card stack">
            <h2>{say("application.money")}</h2>
            {a.fee && <FeeLines fee={a.fee} />}
            <Balance sums={a.balance} />
            <h2>{say("application.papers")}</h2>
            <Documents documents={a.documents} title={kind => kind === a.certificate?.kind && text(a.certificate.title)} />
          </section>
          <CloseCard application={a} changed={changed} />
          <Past of={a} mark={act => <span class="quiet">{say(`mark.${act.mark}`)}</span>} />
        </div>
      </div>
    </>
  );
}
