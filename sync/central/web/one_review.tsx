// One field that two people wrote differently: both sides, what waits because of it, and the outcome afterwards.
import {say, text} from "kit/language";
import {Resolutions} from "kit/parts/history";
import {Icon} from "kit/parts/icon";
import {Loaded} from "kit/parts/loaded";
import {Notice} from "kit/parts/notice";
import {Sides} from "kit/parts/sides";
import {href} from "kit/router";
import {Head, useApplication} from "./head";
import {HeldUpNotice} from "./held_up";
import {api, type Application, writes} from "./state";

interface Props {
  office: string;
  id: string;
  field: string;
}

export function OneReview({office, id, field}: Props) {
  const held = useApplication(office, id);
  return (
    <>
      <a class="back" href={href("review")}>
        <Icon name="back" />
        {say("rooms.review")}
      </a>
      <Loaded from={held}>{a => <Both application={a} field={field} changed={() => held.refresh()} />}</Loaded>
    </>
  );
}

interface BothProps {
  application: Application;
  field: string;
  changed: () => Promise<unknown>;
}

function Both({application: a, field, changed}: BothProps) {
  const settled = a.resolutions.filter(r => r.field === field);
  return (
    <>
      <Head application={a} />
      <Open application={a} field={field} changed={changed} />
      {settled.length > 0 && (
        <section class="card stack">
          <h2>{say("application.resolutions")}</h2>
          <Resolutions resolutions={settled} />
        </section>
      )}
      <div class="buttons">
        <a class="button" href={href("applications", a.office, a.id)}>
          {say("centre.whole")}
        </a>
      </div>
    </>
  );
}

function Open({application: a, field, changed}: BothProps) {
  const f = a.fields.find(x => x.name === field);
  if (!f || !(f.held || f.late)) return <Notice kind="good" title={say("review.settled")} />;
  const resolve = async (chosen: string, reason: string) => {
    const seen = [f.writer, ...f.candidates.map(c => c.op)];
    await api.send("resolve", {office: a.office, id: a.id, field, chosen, seen, reason});
    await changed();
  };
  return (
    <section class="card stack">
      {f.late && !f.held && <Notice kind="care" calm title={say("review.late_how", {label: text(f.label)})} />}
      <HeldUpNotice heldUp={a.held_up.filter(h => h.field === field)} />
      <Sides
        label={f.label}
        inForce={{...f, op: f.writer}}
        candidates={f.candidates}
        {...(writes.value ? {onResolve: resolve} : {lookOnly: say("review.clerk")})}
      />
    </section>
  );
}
