// Every node: when it was last seen, how much of its work has been received and settled, and what is wrong with it.
import {moment} from "kit/format";
import {say} from "kit/language";
import {Loaded} from "kit/parts/loaded";
import {Notice} from "kit/parts/notice";
import {Pill} from "kit/parts/state_pill";
import {type NodeLine, status} from "./state";

export function Nodes() {
  return (
    <>
      <h1>{say("centre.nodes")}</h1>
      <Loaded from={status}>
        {s => (
          <>
            {s.numbers_held !== null && (
              <Notice kind="bad" title={say("centre.numbers_held")}>
                <p>{say("centre.numbers_release")}</p>
              </Notice>
            )}
            {s.nodes.length === 0 ? (
              <p class="card quiet">{say("centre.no_nodes")}</p>
            ) : (
              <ul class="card lines">
                {s.nodes.map(n => (
                  <NodeItem key={`${n.office}/${n.name}`} node={n} lent_anew={n.name === s.numbers_held} />
                ))}
              </ul>
            )}
          </>
        )}
      </Loaded>
    </>
  );
}

function NodeItem({node: n, lent_anew}: {node: NodeLine; lent_anew: boolean}) {
  const behind = n.settled < n.received;
  return (
    <li class="line columns">
      <span class="line-main">
        <strong>{n.name}</strong>
        <span class="quiet">
          {n.office} ·{" "}
          {n.last_seen === null ? say("centre.never_seen") : say("centre.seen", {time: moment(n.last_seen)})}
        </span>
        {lent_anew && <span>{say("centre.lent_anew")}</span>}
        <Trouble node={n} />
      </span>
      <span class="quiet">
        {say("centre.received", {count: n.received})} · {say("centre.settled", {count: n.settled})}
      </span>
      <Pill
        icon={n.parked > 0 ? "warning" : behind ? "hourglass" : "tick"}
        tone={n.parked > 0 ? "care" : behind ? "busy" : "good"}
        words={say("centre.parked", {count: n.parked})}
      />
    </li>
  );
}

function fork_words(f: NonNullable<NodeLine["fork"]>): string {
  if (f.state === "noticed" || f.told_at === null) return say("centre.fork_noticed");
  return say(f.state === "settled" ? "centre.fork_settled" : "centre.fork_code_told", {time: moment(f.told_at)});
}

// Two boxes under one name, and what a damaged box has lost: somebody must know of it as long as it is so.
function Trouble({node: n}: {node: NodeLine}) {
  return (
    <>
      {n.fork !== null && <span>{fork_words(n.fork)}</span>}
      {n.fork !== null && n.fork.other_seen !== null && (
        <span class="quiet">{say("centre.fork_other", {time: moment(n.fork.other_seen)})}</span>
      )}
      {n.lost > 0 && <span class="quiet">{say("centre.log_lost", {count: n.lost})}</span>}
    </>
  );
}
