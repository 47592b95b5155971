// The stages of an application: a rail of dated milestones, in order; the first that is not reached is next.
import {moment} from "kit/format";
import {say, say_if_known, type Text, text} from "kit/language";
import {Icon} from "kit/parts/icon";

export interface Milestone {
  id: string;
  number: number;
  title: Text;
  reached_at: number | null;
  by: string;
  by_whom?: "desk" | "supervisor" | "centre" | "institution";
  due_at?: number | null;
  late?: boolean;
  escalated?: boolean; // so late that somebody above is told
  escalate_to?: string;
  reopened?: boolean;
}

// `over`: the application has ended, and nothing is next.
export function Stages({stages, over}: {stages: Milestone[]; over?: boolean}) {
  const last = stages.reduce((n, s) => (stands(s) ? Math.max(n, s.number) : n), 0);
  const next = (stages.find(s => s.reopened) ?? stages.find(s => !stands(s) && (s.due_at != null || s.number > last)))?.id;
  return (
    <nav class="rail" aria-label={say("stages.title")}>
      <h2 class="rail-title">{say("stages.title")}</h2>
      <ol>
        {stages.map(s => (
          <Stage key={s.id} stage={over ? {...s, late: false, due_at: null} : s} next={!over && s.id === next} />
        ))}
      </ol>
    </nav>
  );
}

export const role_words = (role: string): string => say_if_known(`role.${role}`) ?? role;

const stands = (s: Milestone): boolean => s.reached_at !== null && !s.reopened;

function Stage({stage, next}: {stage: Milestone; next: boolean}) {
  const reached = stands(stage);
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
        {stage.reopened && <span class="rail-note">{say("stages.again")}</span>}
        {next && stage.by_whom && <span class="rail-note">{say(`stages.by.${stage.by_whom}`)}</span>}
        {!reached && stage.due_at != null && !stage.late && (
          <span class="rail-note">{say("stages.due", {time: moment(stage.due_at)})}</span>
        )}
        {stage.late && (
          <span class="rail-note late">
            <Icon name="clock" />
            {stage.escalated
              ? say("stages.escalated", {role: role_words(stage.escalate_to ?? "")})
              : say(reached ? "stages.was_late" : "stages.late")}
          </span>
        )}
        {!reached && <span class="hidden">{say(next ? "stages.next" : "stages.ahead")}</span>}
      </span>
    </li>
  );
}
