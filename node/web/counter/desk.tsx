// After filing: the fee, the receipt, its paper, and on to the next citizen.
import {useSignal} from "@preact/signals";
import {say} from "kit/language";
import {main_action} from "kit/main_action";
import {Icon} from "kit/parts/icon";
import {Loaded, useLive} from "kit/parts/loaded";
import {Documents} from "kit/parts/record";
import {Stages} from "kit/parts/stages";
import {href} from "kit/router";
import {amount, Head, useApplication} from "../application";
import {api, type Application} from "../api";
import {PrintCard} from "../prints";
import {Payment} from "./payment";

export function Desk({id}: {id: string}) {
  const held = useApplication(id);
  return (
    <>
      <a class="back" href={href("counter")}>
        <Icon name="back" />
        {say("counter.back")}
      </a>
      <Loaded from={held}>{a => <AtDesk application={a} changed={() => void held.refresh()} />}</Loaded>
    </>
  );
}

function AtDesk({application: a, changed}: {application: Application; changed: () => void}) {
  const just = useSignal(a.balance.open > 0);
  const paid = a.balance.open <= 0;
  return (
    <>
      <Head application={a} />
      <div class="with-rail">
        <Stages stages={a.stages} />
        <div class="stack">
          {just.value && <Filed tracking={a.tracking} />}
          <section class="card stack">
            <h2>{say("desk.fee")}</h2>
            {paid ? (
              <p class="all-there good">
                <Icon name="tick" />
                {a.balance.charged > 0 ? say("desk.paid", {amount: amount(a, a.balance.received)}) : say("desk.no_fee")}
              </p>
            ) : (
              <Payment application={a} paid={changed} />
            )}
          </section>
          {a.documents.length > 0 && <Papers application={a} changed={changed} />}
          {paid && (
            <a class="button primary big" href={href("counter")} {...main_action}>
              {say("desk.next")}
            </a>
          )}
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

function Papers({application: a, changed}: {application: Application; changed: () => void}) {
  const prints = useLive("prints", a.id, () => api.fetch("/prints"));
  return (
    <section class="card stack">
      <h2>{say("desk.papers")}</h2>
      <Documents documents={a.documents} />
      <Loaded from={prints}>
        {all => (
          <ul class="stack">
            {all
              .filter(p => p.application === a.id)
              .map(p => (
                <PrintCard key={p.id} print={p} settled={() => both(changed, prints.refresh)} />
              ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}

function both(changed: () => void, refresh: () => Promise<void>) {
  changed();
  void refresh();
}
