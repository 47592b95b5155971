// Paper: what was printed, and what a person must say where the printer's word was lost.
import {say} from "kit/language";
import {Loaded, useLive} from "kit/parts/loaded";
import {api, type Print} from "../api";
import {is_open, PrintCard} from "./print_card";

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

const asked_first = (all: Print[]): Print[] => [...all.filter(is_open), ...all.filter(p => !is_open(p))];
