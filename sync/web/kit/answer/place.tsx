// A place on the earth: where this machine is, if the browser may say so; else latitude and longitude as typed, such as
// from a map or a receiver.
import {type Signal, useSignal} from "@preact/signals";
import {useRef} from "preact/hooks";
import {type Answering, aria} from "kit/answer/answering";
import {latin_digits} from "kit/format";
import {say} from "kit/language";
import {Icon} from "kit/parts/icon";
import {Waiting} from "kit/parts/notice";
import {type Position, read_position, write_position} from "kit/typed";

const wait_ms_max = 30_000;
const places = 6; // of a degree: about a decimetre
const tidy = (typed: string): string =>
  latin_digits(typed)
    .replace(/[٫,]/g, ".")
    .replace(/[^\d.-]/g, "");

type Looking = "" | "looking" | "denied" | "lost";

export function Place(a: Answering) {
  const typed = useSignal<Position | null>(null);
  const looking = useSignal<Looking>("");
  const field = useRef<HTMLFieldSetElement>(null);
  const shown = typed.value ?? read_position(a.value);
  const put = (name: "latitude" | "longitude", words: string) => {
    // A place that is typed has no accuracy of its own.
    const next = {...shown, [name]: tidy(words), altitude: "", accuracy: ""};
    typed.value = next;
    a.put(write_position(next));
  };
  const take = (p: Position) => {
    typed.value = null;
    a.put(write_position(p));
    a.chosen?.();
  };
  const leave = (e: FocusEvent) => {
    if (!field.current?.contains(e.relatedTarget as Node | null)) typed.value = null;
  };
  return (
    <fieldset ref={field} id={a.id} class="boxes place" disabled={a.read_only} {...aria(a)} onFocusOut={leave}>
      <legend>{a.label}</legend>
      <div class="place-fields">
        {(["latitude", "longitude"] as const).map(name => (
          <label key={name} class="text-field">
            <span class="quiet">{say(`place.${name}`)}</span>
            <input
              class="input digits"
              dir="ltr"
              inputMode="text"
              autocomplete="off"
              aria-invalid={a.invalid ? "true" : undefined}
              value={shown[name]}
              onInput={e => put(name, e.currentTarget.value)}
            />
          </label>
        ))}
        {!a.read_only && <Here looking={looking} take={take} />}
      </div>
      <p class="quiet">
        {Number(shown.accuracy) > 0 ? say("place.accuracy", {metres: Math.round(Number(shown.accuracy))}) : say("place.how")}
      </p>
      {looking.value === "looking" && <Waiting words={say("place.looking")} />}
      {(looking.value === "denied" || looking.value === "lost") && (
        <p class="wrong-words" role="status">
          <Icon name="warning" />
          {say(`place.${looking.value}`)}
        </p>
      )}
    </fieldset>
  );
}

function Here({looking, take}: {looking: Signal<Looking>; take: (p: Position) => void}) {
  if (!isSecureContext || !navigator.geolocation) return null;
  const look = () => {
    looking.value = "looking";
    navigator.geolocation.getCurrentPosition(
      ({coords: c}) => {
        looking.value = "";
        take({
          latitude: c.latitude.toFixed(places),
          longitude: c.longitude.toFixed(places),
          altitude: (c.altitude ?? 0).toFixed(1),
          accuracy: c.accuracy.toFixed(1),
        });
      },
      error => (looking.value = error.code === error.PERMISSION_DENIED ? "denied" : "lost"),
      {enableHighAccuracy: true, timeout: wait_ms_max, maximumAge: 0},
    );
  };
  return (
    <button type="button" class="button" disabled={looking.value === "looking"} onClick={look}>
      <Icon name="place" />
      {say("place.here")}
    </button>
  );
}
