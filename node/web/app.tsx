// Which of the page's faces is shown: the door, the lock, or a room under the bar.
import {useEffect, useRef} from "preact/hooks";
import type {ComponentChildren} from "preact";
import {reached} from "kit/client";
import {say} from "kit/language";
import {Fault, Notice, Waiting} from "kit/parts/notice";
import {route} from "kit/router";
import {Applications} from "./applications";
import {Application} from "./application";
import {Bar} from "./bar";
import {Counter} from "./counter/home";
import {DraftRoom} from "./counter/draft_room";
import {Desk} from "./counter/desk";
import {Devices} from "./devices";
import {Door, LockedDoor} from "./door";
import {ExchangeRoom} from "./exchange";
import {Prints} from "./prints";
import {hello, locked, me} from "./state";

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
        {!reached.value && <Unreached />}
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

function room([name = "counter", a, b]: string[]): ComponentChildren {
  if (name === "counter" && a === "draft" && b) return <DraftRoom key={b} id={b} />;
  if (name === "counter" && a === "application" && b) return <Desk key={b} id={b} />;
  if (name === "applications") return a ? <Application key={a} id={a} /> : <Applications />;
  if (name === "exchange") return <ExchangeRoom />;
  if (name === "devices") return <Devices />;
  if (name === "prints") return <Prints />;
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
