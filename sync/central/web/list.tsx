// Lines of applications, as every list here shows them.
import {moment, money} from "kit/format";
import {say, text} from "kit/language";
import {LatePill, Pill, StatePill} from "kit/parts/state_pill";
import {href} from "kit/router";
import {kind_looks} from "./kinds";
import type {ApplicationLine} from "./state";

interface Props {
  lines: ApplicationLine[];
  filtering?: string;
  clear?: () => void;
}

export function List({lines, filtering, clear}: Props) {
  return (
    <section class="card">
      <div class="room-head">
        <p class="quiet" role="status">
          {say("applications.count", {count: lines.length})}
          {filtering && ` · ${say("applications.filtering", {what: filtering})}`}
        </p>
        {filtering && (
          <button type="button" class="button plain" onClick={clear}>
            {say("applications.clear")}
          </button>
        )}
      </div>
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
  <li class={`line columns ${a.late ? "late" : ""}`}>
    <a class="line-link" href={href("applications", a.office, a.id)}>
      <span class="line-main">
        <strong>{a.who || say("record.no_name")}</strong>
        <span class="quiet">
          {text(a.title)} · <bdi class="number">{a.tracking}</bdi>
        </span>
      </span>
    </a>
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
      {say("centre.taken_by", {office: a.office, node: a.node})}
      {a.open.minor > 0 && ` · ${say("applications.open", {amount: money(a.open)})}`}
    </span>
    <span class="pills">
      {a.late && <LatePill />}
      {a.round > 1 && <Pill icon="turn" tone="care" words={say("application.round", {count: a.round})} />}
      {a.reviews
        .filter(k => k !== "held")
        .map(k => (
          <Pill key={k} icon={kind_looks[k][0]} tone={kind_looks[k][1]} words={say(`review.kind.${k}`)} />
        ))}
      <StatePill state={a.state} />
    </span>
  </li>
);
