// After filing: the people still to come, the fee, the review, the decision, the document, and who takes it.
import {useSignal} from "@preact/signals";
import {say} from "kit/language";
import {main_action} from "kit/main_action";
import {ClosingNote} from "kit/parts/closing";
import {Icon} from "kit/parts/icon";
import {Loaded, useLive} from "kit/parts/loaded";
import {Stages} from "kit/parts/stages";
import {href} from "kit/router";
import {Head, useApplication} from "../application/head";
import {api, type Application} from "../api";
import {PrintCard} from "../prints/print_card";
import {CloseCard} from "./close";
import {DocumentCard} from "./document";
import {FeeCard} from "./fee";
import {PeopleHere} from "./people_here";
import {ReviewCard} from "./review";
import {Waits} from "./waits";

export function Desk({id}: {id: string}) {
  const held = useApplication(id);
  return (
    <>
      <a class="back" href={href("counter")}>
        <Icon name="back" />
        {say("counter.back")}
      </a>
      <Loaded from={held}>{a => <AtDesk application={a} changed={() => held.refresh()} />}</Loaded>
    </>
  );
}

// The one thing to do next here; anything else is at hand too.
const next_of = (a: Application): string =>
  ["take_payment", "issue_document", "hand_over"].find(c => a.can.includes(c)) ?? "";

function AtDesk({application: a, changed}: {application: Application; changed: () => Promise<unknown>}) {
  const just = useSignal(a.balance.open > 0);
  const next = next_of(a);
  const step = (command: string) => ({application: a, changed, main: next === command});
  return (
    <>
      <Head application={a} />
      <div class="with-rail">
        <Stages stages={a.stages} over={a.closing !== null} />
        <div class="stack">
          {just.value && <Filed tracking={a.tracking} />}
          {a.closing && <ClosingNote closing={a.closing} />}
          <PeopleHere {...step("")} />
          <FeeCard {...step("take_payment")} />
          <ReviewCard {...step("")} />
          <DocumentCard {...step("issue_document")} handing={next === "hand_over"} />
          <Papers application={a} changed={changed} />
          <Waits application={a} />
          <CloseCard application={a} changed={changed} />
          <div class="buttons">
            <a class={`button big ${next === "" ? "primary" : ""}`} href={href("counter")} {...(next === "" && main_action)}>
              {say("desk.next")}
            </a>
            <a class="button big" href={href("applications", a.id)}>
              {say("desk.whole")}
            </a>
          </div>
        </div>
      </div>
    </>
  );
}

const Filed = ({tracking}: {tracking: string}) => (
  <section class="filed" role="status">
    <Icon name="tick" />
    <div>
      <p class="notice-title">{say("desk.filed")}</p>
      <p>
        {say("application.tracking")} <bdi class="tracking">{tracking}</bdi>
      </p>
    </div>
  </section>
);

function Papers({application: a, changed}: {application: Application; changed: () => Promise<unknown>}) {
  const prints = useLive("prints", a.id, () => api.fetch("/prints"));
  const settled = () => {
    void changed();
    void prints.refresh();
  };
  return (
    <Loaded from={prints}>
      {all => {
        const mine = all.filter(p => p.application === a.id);
        if (mine.length === 0) return null;
        return (
          <section class="card stack">
            <h2>{say("desk.papers")}</h2>
            <ul class="stack">
              {mine.map(p => (
                <PrintCard key={p.id} print={p} settled={settled} />
              ))}
            </ul>
          </section>
        );
      }}
    </Loaded>
  );
}
