// Devices: each with what is wrong with it, in words, and what to do.
import {say, say_if_known} from "kit/language";
import {Loaded} from "kit/parts/loaded";
import {Pill} from "kit/parts/state_pill";
import type {Condition, Device} from "./api";
import {status} from "./state";

type Severity = Device["severity"];
const tones = {ok: "good", warning: "care", error: "bad", unknown: "care"} as const;
const icons = {ok: "tick", warning: "warning", error: "cross", unknown: "ring"} as const;
export const tone_of = (severity: Severity) => tones[severity];

export const condition_words = (c: Condition): string =>
  say_if_known(`condition.${c.code.replaceAll("-", "_")}`) ?? say("condition.unknown", {code: c.code});

// The name with the gravest condition; `brief`: without what to do, which is the second sentence.
export function device_words(d: Device, brief = false): string {
  const gravest = d.conditions.find(c => c.severity === "error") ?? d.conditions.find(c => c.severity !== "ok");
  const what = gravest ? condition_words(gravest) : say(`severity.${d.severity}`);
  return say("devices.named", {name: d.name, what: brief ? (what.split(/(?<=[.۔])\s/)[0] ?? what) : what});
}

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
        <h2>{d.name}</h2>
        <Pill icon={icons[d.severity]} tone={tone_of(d.severity)} words={say(`severity.${d.severity}`)} />
      </div>
      <p class="quiet">{say_if_known(`family.${d.family}`) ?? d.family}</p>
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
