// One application: its stages, answers, money, papers and acts.
import {money} from "kit/format";
import {say, text} from "kit/language";
import {Loaded, useLive} from "kit/parts/loaded";
import {Notice, reason_words} from "kit/parts/notice";
import {Acts, Documents, Fields} from "kit/parts/record";
import {Stages} from "kit/parts/stages";
import {StatePill} from "kit/parts/state_pill";
import {href} from "kit/router";
import {api, type Application as Whole} from "./api";
import {BackToList} from "./applications";
import {segment} from "kit/contract";

export const useApplication = (id: string) =>
  useLive(`application/${id}`, id, () => api.fetch("/applications/{id}", `/applications/${segment(id)}`));

export function Application({id}: {id: string}) {
  const held = useApplication(id);
  return (
    <>
      <BackToList />
      <Loaded from={held}>{a => <Detail application={a} />}</Loaded>
    </>
  );
}

function Detail({application: a}: {application: Whole}) {
  return (
    <>
      <Head application={a} />
      {a.reason && <Notice kind={a.state === "refused" ? "bad" : "care"} title={reason_words(a.reason)} />}
      <div class="with-rail">
        <Stages stages={a.stages} />
        <div class="stack">
          {a.balance.open > 0 && (
            <Notice kind="info" title={say("application.unpaid", {amount: amount(a, a.balance.open)})}>
              <a class="button" href={href("counter", "application", a.id)}>
                {say("application.to_counter")}
              </a>
            </Notice>
          )}
          <section class="card stack">
            <h2>{say("application.answers")}</h2>
            <Fields fields={a.fields} />
          </section>
          <section class="card stack">
            <h2>{say("application.money")}</h2>
            <Money application={a} />
            <h2>{say("application.papers")}</h2>
            <Documents documents={a.documents} />
          </section>
          <section class="card stack">
            <h2>{say("application.acts")}</h2>
            <Acts acts={a.acts} mark={act => <span class="quiet">{say(`mark.${act.mark}`)}</span>} />
          </section>
        </div>
      </div>
    </>
  );
}

export const amount = (a: Whole, minor: number): string => money({minor, currency: a.balance.currency});

export function Head({application: a}: {application: Whole}) {
  return (
    <div class="room-head">
      <div>
        <h1>{a.who || say("record.no_name")}</h1>
        <p class="quiet">
          {text(a.title)} · {say("application.tracking")} <bdi class="number">{a.tracking}</bdi>
        </p>
      </div>
      <StatePill state={a.state} />
    </div>
  );
}

function Money({application: a}: {application: Whole}) {
  const lines = ["charged", "received", "open"] as const;
  return (
    <dl class="facts">
      {lines.map(l => (
        <div key={l} class="fact">
          <dt>{say(`money.${l}`)}</dt>
          <dd class="number">{amount(a, a.balance[l])}</dd>
        </div>
      ))}
    </dl>
  );
}
