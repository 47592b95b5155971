// The stages of an application: a rail of dated milestones, in order; the first that is not reached is next.
import {moment} from "kit/format";
import {say, type Text, text} from "kit/language";
import {Icon} from "kit/parts/icon";

export interface Milestone {
  id: string;
  number: number;
  title: Text;
  reached_at: number | null;
  by: string;
}

export function Stages({stages}: {stages: Milestone[]}) {
  const last = stages.reduce((n, s) => (s.reached_at === null ? n : Math.max(n, s.number)), 0);
  const next = stages.find(s => s.reached_at === null && s.number > last)?.id;
  return (
    <nav class="rail" aria-label={say("stages.title")}>
      <h2 class="rail-title">{say("stages.title")}</h2>
      <ol>
        {stages.map(s => (
          <Stage key={s.id} stage={s} next={s.id === next} />
        ))}
      </ol>
    </nav>
  );
}

function Stage({stage, next}: {stage: Milestone; next: boolean}) {
  const reached = stage.reached_at !== null;
  const state = reached ? "reached" : next ? "next" : "ahead";
  return (
    <li class={`rail-step ${state}`} aria-current={next ? "step" : undefined}>
      <span class="rail-mark">{reached ? <Icon name="tick" /> : stage.number}</span>
      <span class="rail-words">
        <span class="rail-name">{text(stage.title)}</span>
        {stage.reached_at !== null && (
          <span class="rail-note">
            {moment(stage.reached_at)}
            {stage.by && (
              <>
                {" · "}
                <bdi>{stage.by}</bdi>
              </>
            )}
          </span>
        )}
        {!reached && <span class="hidden">{say(next ? "stages.next" : "stages.ahead")}</span>}
      </span>
    </li>
  );
}
