// Which of the page's faces is shown: the door, the lock, or a room under the bar.
import {useEffect, useRef} from "preact/hooks";
import type {ComponentChildren} from "preact";
import {checking, reached} from "kit/client";
import {say} from "kit/language";
import {Fault, Notice, Waiting} from "kit/parts/notice";
import {route} from "kit/router";
import {Bar} from "./bar";
import {Counter} from "./counter/home";
import {Door, LockedDoor} from "./door";
import {Later} from "./later";
import {hello, locked, me, status} from "./state";

export function App() {
  const known = hello.data.value;
  if (!known) {
    return (
      <main class="room">
        {hello.fault.value ? <Fault error={hello.fault.value} /> : <Waiting words={say("page.starting")} />}
      </main>
    );
  }
  if (!me.value) return <Door hello={known} />;
  return (
    <>
      {locked.value && <LockedDoor />}
      <div hidden={locked.value}>
        <a class="skip" href="#room" onClick={skip}>
          {say("page.skip")}
        </a>
        <Bar />
        {!reached.value ? <Unreached /> : checking.value > 0 && <Checking />}
        {is_troubled() && <Later key="troubles" load={troubles} given={{}} />}
        <Room>{room(route.value)}</Room>
      </div>
    </>
  );
}

function skip(e: Event) {
  e.preventDefault();
  document.getElementById("room")?.focus();
}

const Unreached = () => (
  <div class="room-notice">
    <Notice kind="care" title={say("page.unreached")} />
  </div>
);

// The node answers, but does not know yet whether the last command stands.
const Checking = () => (
  <div class="room-notice">
    <Notice kind="care" title={say("page.checking")}>
      <p>{say("page.checking_how")}</p>
    </Notice>
  </div>
);

function is_troubled(): boolean {
  const now = status.data.value;
  return !!now && (!!now.stopped || !!now.room || !!now.damage || now.salvaged.length > 0);
}

// What is not needed for the first citizen comes when its room is first entered, and what is told of a box that has a
// trouble when it has.
const troubles = () => import("./troubles").then(m => m.Troubles);
const draft = () => import("./counter/draft_room").then(m => m.DraftRoom);
const desk = () => import("./desk/desk").then(m => m.Desk);
const list = () => import("./application/list").then(m => m.Applications);
const application = () => import("./application/page").then(m => m.Application);
const cash = () => import("./cash/room").then(m => m.Cash);
const review = () => import("./review/room").then(m => m.Reviews);
const exchange = () => import("./exchange/room").then(m => m.ExchangeRoom);
const devices = () => import("./devices/room").then(m => m.Devices);
const prints = () => import("./prints/room").then(m => m.Prints);

function room([name = "counter", a = "", b = ""]: string[]): ComponentChildren {
  if (name === "counter" && a === "draft" && b) return <Later key={`draft/${b}`} load={draft} given={{id: b}} />;
  if (name === "counter" && a === "application" && b) return <Later key={`desk/${b}`} load={desk} given={{id: b}} />;
  if (name === "applications" && a) return <Later key={`application/${a}`} load={application} given={{id: a}} />;
  if (name === "applications") return <Later key="list" load={list} given={{}} />;
  if (name === "cash") return <Later key="cash" load={cash} given={{}} />;
  if (name === "review") return <Later key={`${a}/${b}`} load={review} given={{application: a, field: b}} />;
  if (name === "exchange") return <Later key="exchange" load={exchange} given={{}} />;
  if (name === "devices") return <Later key="devices" load={devices} given={{}} />;
  if (name === "prints") return <Later key="prints" load={prints} given={{}} />;
  return <Counter />;
}

// On arriving in another room the reading place moves there, for screen readers and keys alike.
function Room({children}: {children: ComponentChildren}) {
  const ref = useRef<HTMLElement>(null);
  const place = route.value.join("/");
  const first = useRef(place);
  useEffect(() => {
    if (first.current !== place && !ref.current?.contains(document.activeElement)) ref.current?.focus();
    first.current = place;
  }, [place]);
  return (
    <main id="room" class="room" tabIndex={-1} ref={ref}>
      {children}
    </main>
  );
}
