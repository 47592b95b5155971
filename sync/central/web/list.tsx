// Lines of applications, as every list here shows them.
import {moment, money} from "kit/format";
import {say, text} from "kit/language";
import {ListHead, Standing, WhoLink} from "kit/parts/lines";
import {Pill} from "kit/parts/state_pill";
import {href} from "kit/router";
import {kind_looks} from "kit/parts/kinds";
import type {ApplicationLine} from "./state";

interface Props {
  lines: ApplicationLine[];
  filtering?: string;
  clear?: () => void;
}

export function List({lines, filtering, clear}: Props) {
  return (
    <section class="card">
      <ListHead count={lines.length} filtering={filtering} clear={clear} />
      <ul class="lines">
        {lines.map(a => (
          <Line key={`${a.office}/${a.id}`} line={a} />
        ))}
      </ul>
    </section>
  );
}

// What has been reached and, where something with a target is awaited, what is due, by whom and when.
const Line = ({line: a}: {line: ApplicationLine}) => (
  <li class={`line columns ${a.late && !a.closed ? "late" : ""}`}>
    <WhoLink to={href("applications", a.office, a.id)} who={a.who} title={a.title} tracking={a.tracking} />
    <span class="quiet">
      {say("applications.stage", {number: a.stage.number, title: text(a.stage.title)})} · {moment(a.filed_at)}
      <br />
      {a.awaits?.due_at != null && (
        <>
          <span class={a.late ? "reason" : undefined}>
            {say(a.late ? "centre.was_due" : "centre.is_due", {
              stage: text(a.awaits.title),
              time: moment(a.awaits.due_at),
            })}
          </span>
          <br />
        </>
      )}
      {a.awaits?.citizen && (
        <>
          <span class="reason">{say("centre.citizen_awaited")}</span>
          <br />
        </>
      )}
      {say("centre.taken_by", {office: a.office, node: a.node})}
      {a.open.minor > 0 && ` · ${say("applications.open", {amount: money(a.open)})}`}
    </span>
    <Standing late={a.late} escalated={a.escalated} round={a.round} state={a.state} closed={a.closed}>
      {a.reviews
        .filter(k => k !== "held" && k !== "escalated")
        .map(k => (
          <Pill key={k} icon={kind_looks[k][0]} tone={kind_looks[k][1]} words={say(`review.kind.${k}`)} />
        ))}
    </Standing>
  </li>
);
