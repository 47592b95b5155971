// Always in sight: where, the link, what is unsent, the devices, the language, who, and the lock.
import {useSignal} from "@preact/signals";
import {clock} from "kit/format";
import {reached} from "kit/client";
import {say} from "kit/language";
import {Icon, type IconName} from "kit/parts/icon";
import {LanguageSwitch} from "kit/parts/language_switch";
import {href, route} from "kit/router";
import type {Device, Status} from "./api";
import {device_words, name_of, tone_of} from "./devices/words";
import {SignOverDialog} from "./sign_over";
import {give_back, languages, lock, me, status} from "./state";

export function Bar() {
  const s = status.data.value;
  return (
    <header class="bar staff">
      <div class="bar-line">
        <div class="bar-where">
          <span class="brand hidden">Karvan</span>
          <a class="bar-node bar-stop" href={href("cash", "stop")}>
            <strong>{s?.node}</strong>
            <span class="quiet">{s?.stop || say("bar.no_stop")}</span>
          </a>
        </div>
        {s && <Reports status={s} />}
      </div>
      {s && <Broken devices={s.devices} />}
      <Rooms unknown={s?.prints_unknown ?? 0} reviews={s?.reviews ?? 0} />
      <div class="bar-where bar-end">
        <LanguageSwitch languages={languages.value} />
        <Who />
      </div>
    </header>
  );
}

function Reports({status: s}: {status: Status}) {
  return (
    <>
      <a class={`bar-part ${link_look(s)[0]}`} href={href("exchange")}>
        <Icon name={link_look(s)[1]} />
        <span role="status">{link_words(s)}</span>
      </a>
      <a class="bar-part" href={href("exchange")}>
        <span role="status">{say("bar.unsent", {count: s.unsent})}</span>
      </a>
      {s.waiting > 0 && (
        <a class="bar-part care" href={href("exchange")}>
          <Icon name="hourglass" />
          {say("bar.waiting", {count: s.waiting})}
        </a>
      )}
      <DeviceDots devices={s.devices} />
      <a class={`bar-part ${s.shift ? "good" : ""}`} href={href("cash")}>
        <Icon name={s.shift ? "clock" : "ring"} />
        {s.shift ? say("bar.shift", {time: clock(s.shift.opened_at)}) : say("bar.no_shift")}
      </a>
    </>
  );
}

function link_look(s: Status): [string, IconName] {
  if (!reached.value) return ["bad", "warning"];
  if (s.link.state === "offline") return ["care", "ring"];
  return s.link.state === "sending" ? ["busy", "up"] : ["good", "tick"];
}

export function link_words(s: Pick<Status, "link">): string {
  if (!reached.value) return say("bar.node_silent");
  const {state, since, sent, total} = s.link;
  if (state === "offline") return since ? say("bar.offline_since", {time: clock(since)}) : say("bar.offline");
  return state === "sending" ? say("bar.sending", {sent, total}) : say("bar.connected");
}

const worst_of = (devices: Device[]) =>
  devices.find(d => d.severity === "error") ?? devices.find(d => d.severity !== "ok");

// What does not work, with what to do: a line of its own, for it must not be missed.
function Broken({devices}: {devices: Device[]}) {
  const worst = worst_of(devices);
  if (worst?.severity !== "error") return null;
  return (
    <p class="bar-fault bad">
      <Icon name="warning" />
      {device_words(worst)}
    </p>
  );
}

function DeviceDots({devices}: {devices: Device[]}) {
  const worst = worst_of(devices);
  return (
    <a class={`bar-part ${worst ? tone_of(worst.severity) : ""}`} href={href("devices")}>
      <span class="dots">
        {devices.map(d => (
          <span key={d.id} class={`dot ${tone_of(d.severity)}`} title={device_words(d)} />
        ))}
      </span>
      <span class={worst?.severity === "error" ? "hidden" : ""}>
        {worst ? name_of(worst) : say("bar.devices_ok", {count: devices.length})}
      </span>
    </a>
  );
}

function Who() {
  const who = me.value;
  const over = useSignal(false);
  if (!who) return null;
  return (
    <div class="bar-where">
      <span class="bar-node">
        <strong>{who.name}</strong>
        <span class="quiet">
          {who.under
            ? say("bar.under", {role: say(`role.${who.role}`), name: who.under.name})
            : say("bar.seat", {role: say(`role.${who.role}`), seat: who.seat})}
        </span>
      </span>
      {who.under ? (
        <button type="button" class="button strong" onClick={() => void give_back()}>
          <Icon name="turn" />
          {say("sign_over.give_back")}
        </button>
      ) : (
        who.role === "operator" && (
          <button type="button" class="button" onClick={() => (over.value = true)}>
            <Icon name="person" />
            {say("sign_over.short")}
          </button>
        )
      )}
      <button type="button" class="button lock" onClick={() => void lock()}>
        <Icon name="lock" />
        {say("bar.lock")}
      </button>
      {over.value && <SignOverDialog close={() => (over.value = false)} />}
    </div>
  );
}

const rooms = ["counter", "applications", "cash", "review", "exchange", "devices", "prints"] as const;

function Rooms({unknown, reviews}: {unknown: number; reviews: number}) {
  const here = route.value[0] ?? "counter";
  const marks: Partial<Record<(typeof rooms)[number], string>> = {
    ...(unknown > 0 && {prints: say("rooms.unknown", {count: unknown})}),
    ...(reviews > 0 && {review: say("rooms.reviews", {count: reviews})}),
  };
  return (
    <nav class="rooms" aria-label={say("rooms.title")}>
      {rooms.map(r => (
        <a key={r} href={href(r)} aria-current={r === here ? "page" : undefined}>
          {say(`rooms.${r}`)}
          {marks[r] && <span class="count care">{marks[r]}</span>}
        </a>
      ))}
    </nav>
  );
}
