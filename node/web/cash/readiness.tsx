// Is the stop ready to be closed? Each line says in words, colour and shape how it stands, and leads to what helps.
import {say, say_if_known} from "kit/language";
import {Icon} from "kit/parts/icon";
import {href} from "kit/router";
import type {Stop} from "../api";

interface Row {
  words: string;
  tone: "good" | "care" | "bad"; // bad: the stop cannot be closed
  to: string;
}

const few_numbers = 20;

export function rows_of(s: Stop): Row[] {
  const counted = (key: "drafts" | "open_shifts" | "unsent" | "prints_unsettled" | "attachments_waiting", hard: boolean, to: string): Row => ({
    words: say(`stop.${key}`, {count: s[key]}),
    tone: s[key] === 0 ? "good" : hard ? "bad" : "care",
    to,
  });
  const numbers = Object.entries(s.numbers_left).map(([kind, left]): Row => ({
    words: say("stop.numbers", {count: left, kind: say_if_known(`kind.${kind}`) ?? kind}),
    tone: left >= few_numbers ? "good" : "care",
    to: href("exchange"),
  }));
  return [
    counted("drafts", true, href("counter")),
    counted("open_shifts", true, href("cash")),
    counted("prints_unsettled", false, href("prints")),
    counted("unsent", false, href("exchange")),
    counted("attachments_waiting", false, href("exchange")),
    ...numbers,
  ];
}

const icons = {good: "tick", care: "warning", bad: "cross"} as const;

export const Readiness = ({stop}: {stop: Stop}) => (
  <ul class="readiness">
    {rows_of(stop).map(r => (
      <li key={r.words}>
        <a class={`ready ${r.tone}`} href={r.to}>
          <Icon name={icons[r.tone]} />
          <span>{r.words}</span>
        </a>
      </li>
    ))}
  </ul>
);
