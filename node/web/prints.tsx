// Paper: what was printed, and what a person must say where the printer's word was lost.
import {moment, number_text} from "kit/format";
import {say} from "kit/language";
import {Loaded, useLive} from "kit/parts/loaded";
import {Notice} from "kit/parts/notice";
import {kind_words} from "kit/parts/record";
import {PrintPill} from "kit/parts/state_pill";
import {href} from "kit/router";
import {api, type Print} from "./api";
import {condition_words} from "./device_words";
import {Ask, SpoiledAfterAll} from "./what_came_out";

export function Prints() {
  const prints = useLive("prints", "all", () => api.fetch("/prints"));
  return (
    <>
      <h1>{say("rooms.prints")}</h1>
      <Loaded from={prints}>
        {all =>
          all.length === 0 ? (
            <p class="card quiet">{say("prints.none")}</p>
          ) : (
            <ul class="stack">
              {asked_first(all).map(p => (
                <li key={p.id} class="card">
                  <ul>
                    <PrintCard print={p} settled={() => void prints.refresh()} linked />
                  </ul>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </>
  );
}

const is_open = (p: Print): boolean => p.state === "unknown" || p.state === "failed";

const asked_first = (all: Print[]): Print[] => [...all.filter(is_open), ...all.filter(p => !is_open(p))];

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
            {kind_words(p.kind)} <bdi class="number">{number_text(p.number)}</bdi>
          </strong>{" "}
          <span class="quiet">
            {linked && (
              <a href={href("applications", p.application)}>
                <bdi>{p.tracking}</bdi>
              </a>
            )}{" "}
            {moment(p.updated)}
          </span>
        </span>
        <span class="buttons">
          <PrintPill state={p.state} />
          <a class="button" href={`/api/v1/prints/${encodeURIComponent(p.id)}/pdf`} target="_blank" rel="noreferrer">
            {say("prints.look")}
          </a>
        </span>
      </div>
      {p.conditions.map(c => (
        <Notice key={c.code} kind={c.severity === "error" ? "bad" : "care"} title={condition_words(c)} />
      ))}
      {is_open(p) && <Ask print={p} settled={settled} />}
      {p.state === "printed" && p.number > 0 && <SpoiledAfterAll print={p} settled={settled} />}
    </li>
  );
}
