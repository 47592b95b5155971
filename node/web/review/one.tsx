// One field that two people wrote differently: both sides, settled with a reason; afterwards the outcome.
import {say, text} from "kit/language";
import {type Contender, Resolutions} from "kit/parts/history";
import {Loaded} from "kit/parts/loaded";
import {Notice} from "kit/parts/notice";
import {Sides} from "kit/parts/sides";
import {href} from "kit/router";
import {Head, useApplication} from "../application/head";
import {api, type Application, type FieldLine} from "../api";
import {CallSupervisor} from "../sign_over";
import {BackToReviews} from "./back";

export function OneReview({application, field}: {application: string; field: string}) {
  const held = useApplication(application);
  return (
    <>
      <BackToReviews />
      <Loaded from={held}>{a => <Both application={a} field={field} changed={() => held.refresh()} />}</Loaded>
    </>
  );
}

interface Props {
  application: Application;
  field: string;
  changed: () => Promise<unknown>;
}

// The value in force as one of those that contend; its place is the node that is named in its operation.
const in_force = (f: FieldLine): Contender => ({
  op: f.writer,
  value: f.value,
  text: f.text,
  by: f.by,
  at: f.at,
  from: f.writer.split("/")[0] ?? "",
});

function Both({application: a, field, changed}: Props) {
  const f = a.fields.find(x => x.name === field);
  const may = a.can.includes("resolve");
  const settled = a.resolutions.filter(r => r.field === field);
  const resolve = async (op: string, reason: string) => {
    if (!f) return;
    const seen = [f.writer, ...f.candidates.map(c => c.op)];
    await api.send("resolve", {application: a.id, field, chosen: op, seen, reason});
    await changed();
  };
  return (
    <>
      <Head application={a} />
      {f && (f.held || f.candidates.length > 0) ? (
        <section class="card stack">
          {f.late && <Notice kind="care" calm title={say("review.late_how", {label: text(f.label)})} />}
          <Sides
            label={f.label}
            inForce={in_force(f)}
            candidates={f.candidates}
            {...(may ? {onResolve: resolve} : {lookOnly: say("review.supervisor")})}
          />
          {!may && <CallSupervisor />}
        </section>
      ) : (
        <Notice kind="good" title={say("review.settled")} />
      )}
      {settled.length > 0 && (
        <section class="card stack">
          <h2>{say("application.resolutions")}</h2>
          <Resolutions resolutions={settled} />
        </section>
      )}
      <div class="buttons">
        <a class="button" href={href("applications", a.id)}>
          {say("desk.whole")}
        </a>
      </div>
    </>
  );
}
