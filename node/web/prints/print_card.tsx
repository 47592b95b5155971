// One print: how it went, what it looks like, and the question of what came out.
import {segment} from "kit/contract";
import {moment, number_text} from "kit/format";
import {say} from "kit/language";
import {Notice} from "kit/parts/notice";
import {kind_words} from "kit/parts/record";
import {PrintPill} from "kit/parts/state_pill";
import {href} from "kit/router";
import type {Print} from "../api";
import {condition_words} from "../devices/words";
import {AskWhatCameOut, SpoiledAfterAll} from "./what_came_out";

export const is_open = (p: Print): boolean => p.state === "unknown" || p.state === "failed";

interface CardProps {
  print: Print;
  settled: () => void;
  linked?: boolean;
}

export function PrintCard({print: p, settled, linked}: CardProps) {
  return (
    <li class="print">
      <div class="room-head">
        <span>
          <strong>
            {kind_words(p.kind || (p.application ? "summary" : "day_sheet"))} {p.number > 0 && <bdi class="number">{number_text(p.number)}</bdi>}
          </strong>{" "}
          <span class="quiet">
            {linked && p.application && (
              <a href={href("applications", p.application)}>
                <bdi>{p.tracking}</bdi>
              </a>
            )}{" "}
            {moment(p.updated)}
          </span>
        </span>
        <span class="buttons">
          <PrintPill state={p.state} />
          <a class="button" href={`/api/v1/prints/${segment(p.id)}/pdf`} target="_blank" rel="noreferrer">
            {say("prints.look")}
          </a>
        </span>
      </div>
      {p.conditions.map(c => (
        <Notice key={c.code} kind={c.severity === "error" ? "bad" : "care"} title={condition_words(c)} />
      ))}
      {is_open(p) && <AskWhatCameOut print={p} settled={settled} />}
      {p.state === "printed" && p.number > 0 && <SpoiledAfterAll print={p} settled={settled} />}
    </li>
  );
}
