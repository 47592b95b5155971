// Devices: each with a test, what is wrong with it in words, and what to do.
import {moment} from "kit/format";
import {say} from "kit/language";
import {Icon} from "kit/parts/icon";
import {Loaded, useLive} from "kit/parts/loaded";
import {Fault, Notice} from "kit/parts/notice";
import {Pill} from "kit/parts/state_pill";
import {useTask} from "kit/task";
import {api, type DeviceLine} from "../api";
import {condition_words, family_words, is_twin, name_of, tone_of} from "./words";

const icons = {ok: "tick", warning: "warning", error: "cross", unknown: "ring"} as const;
const worst_first = {error: 0, unknown: 1, warning: 2, ok: 3} as const;

export function Devices() {
  const devices = useLive("devices", "devices", () => api.fetch("/devices"));
  return (
    <>
      <h1>{say("rooms.devices")}</h1>
      <Loaded from={devices}>
        {all =>
          all.length === 0 ? (
            <p class="card quiet">{say("devices.none")}</p>
          ) : (
            <ul class="devices">
              {[...all]
                .sort((a, b) => worst_first[a.severity] - worst_first[b.severity])
                .map(d => (
                  <DeviceCard key={d.id} device={d} tested={() => devices.refresh()} />
                ))}
            </ul>
          )
        }
      </Loaded>
    </>
  );
}

function DeviceCard({device: d, tested}: {device: DeviceLine; tested: () => Promise<unknown>}) {
  const wrong = d.conditions.filter(c => c.severity !== "ok");
  const task = useTask();
  const running = d.test?.outcome === "running";
  const test = () => task.run(() => api.send("test_device", {device: d.id}).then(tested));
  return (
    <li class={`card stack device ${tone_of(d.severity)}`}>
      <div class="room-head">
        <div>
          <h2>{name_of(d)}</h2>
          <p class="quiet">{family_words(d)}</p>
        </div>
        <span class="pills">
          {is_twin(d) && <Pill icon="dashed" tone="busy" words={say("devices.twin")} />}
          <Pill icon={icons[d.severity]} tone={tone_of(d.severity)} words={say(`severity.${d.severity}`)} />
        </span>
      </div>
      {wrong.length > 0 && (
        <ul class="stack">
          {wrong.map(c => (
            <li key={c.code}>
              <Notice kind={c.severity === "error" ? "bad" : "care"} title={condition_words(c)} calm />
            </li>
          ))}
        </ul>
      )}
      <div class="room-head">
        <p class="quiet" role="status">
          {test_words(d)}
        </p>
        <button type="button" class="button" disabled={running || task.busy.value} onClick={() => void test()}>
          <Icon name="tick" />
          {say("devices.test")}
          <span class="hidden">: {name_of(d)}</span>
        </button>
      </div>
      <Fault error={task.fault.value} />
    </li>
  );
}

function test_words(d: DeviceLine): string {
  if (!d.test) return say("devices.untested");
  const time = moment(d.test.at);
  if (d.test.outcome === "running") return say("devices.testing");
  if (d.test.outcome === "passed") return say("devices.passed", {time});
  return say("devices.failed", {time, why: condition_words({code: d.test.outcome, severity: "error"})});
}
