// Devices: each with what is wrong with it, in words, and what to do.
import {say} from "kit/language";
import {Loaded} from "kit/parts/loaded";
import {Pill} from "kit/parts/state_pill";
import type {Device} from "./api";
import {condition_words, family_words, name_of, tone_of} from "./device_words";
import {status} from "./state";

const icons = {ok: "tick", warning: "warning", error: "cross", unknown: "ring"} as const;

export function Devices() {
  return (
    <>
      <h1>{say("rooms.devices")}</h1>
      <Loaded from={status}>
        {s =>
          s.devices.length === 0 ? (
            <p class="card quiet">{say("devices.none")}</p>
          ) : (
            <ul class="stack">
              {s.devices.map(d => (
                <DeviceCard key={d.id} device={d} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </>
  );
}

function DeviceCard({device: d}: {device: Device}) {
  const wrong = d.conditions.filter(c => c.severity !== "ok");
  return (
    <li class="card stack">
      <div class="room-head">
        <h2>{name_of(d)}</h2>
        <Pill icon={icons[d.severity]} tone={tone_of(d.severity)} words={say(`severity.${d.severity}`)} />
      </div>
      <p class="quiet">{family_words(d)}</p>
      {wrong.length > 0 && (
        <ul class="lines">
          {wrong.map(c => (
            <li key={c.code} class="line">
              <span>{condition_words(c)}</span>
              <Pill icon={icons[c.severity]} tone={tone_of(c.severity)} words={say(`severity.${c.severity}`)} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
