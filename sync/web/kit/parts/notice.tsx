// A message in the page: what happened and what to do. Errors are announced at once, the rest when there is a pause.
import type {ComponentChildren} from "preact";
import {Refused, Unreached} from "kit/client";
import {say, say_if_known} from "kit/language";
import {Icon, type IconName} from "kit/parts/icon";

const signs: Record<Kind, IconName> = {info: "disc", good: "tick", care: "warning", bad: "warning"};
type Kind = "info" | "good" | "care" | "bad";

interface NoticeProps {
  kind: Kind;
  title: string;
  calm?: boolean; // it stands there, nobody need be told of it
  children?: ComponentChildren;
}

export function Notice({kind, title, calm, children}: NoticeProps) {
  return (
    <section class={`notice ${kind}`} role={calm ? undefined : kind === "bad" ? "alert" : "status"}>
      <Icon name={signs[kind]} />
      <div>
        <p class="notice-title">{title}</p>
        {children}
      </div>
    </section>
  );
}

export function fault_words(error: Error): string {
  if (error instanceof Unreached) return say("page.unreached");
  const code = error instanceof Refused ? error.problem.type : "internal";
  const args = error instanceof Refused ? Object.fromEntries(Object.entries(error.problem.args).map(as_text)) : {};
  return say_if_known(`error.${code}`, args) ?? say("page.unknown_code", {code});
}

const as_text = ([name, value]: [string, string | number | boolean]): [string, string | number] => [
  name,
  typeof value === "boolean" ? String(value) : value,
];

export const reason_words = (code: string): string => say_if_known(`error.${code}`) ?? code;

export function Fault({error}: {error: Error | null}) {
  return error ? <Notice kind={error instanceof Unreached ? "care" : "bad"} title={fault_words(error)} /> : null;
}

// Never a turning wheel alone: a sentence says what is being waited for.
export const Waiting = ({words}: {words: string}) => (
  <p class="waiting" role="status">
    <span class="waiting-dots" aria-hidden="true" />
    {words}
  </p>
);
