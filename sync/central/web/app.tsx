// The centre's page: the door, then its rooms: applications, what is to be settled, late stages, nodes.
import type {ComponentChildren} from "preact";
import {reached} from "kit/client";
import {type Key, say} from "kit/language";
import {LanguageSwitch} from "kit/parts/language_switch";
import {Fault, Notice, Waiting} from "kit/parts/notice";
import {SignIn} from "kit/parts/sign_in";
import {href, route} from "kit/router";
import {ApplicationPage} from "./application";
import {Applications} from "./applications";
import {Late} from "./late";
import {Nodes} from "./nodes";
import {OneReview} from "./one_review";
import {Reviews} from "./reviews";
import {hello, languages, me, sign_in, sign_out, status} from "./state";

export function App() {
  const known = hello.data.value;
  if (!known) {
    return (
      <main class="room">
        {hello.fault.value ? <Fault error={hello.fault.value} /> : <Waiting words={say("centre.starting")} />}
      </main>
    );
  }
  if (!me.value) return <Door />;
  return (
    <>
      <a class="skip" href="#room" onClick={to_content}>
        {say("page.skip")}
      </a>
      <Bar />
      <main id="room" class="room" tabIndex={-1}>
        {!reached.value && <Notice kind="care" title={say("page.unreached")} />}
        {room(route.value)}
      </main>
    </>
  );
}

function to_content(e: Event) {
  e.preventDefault();
  document.getElementById("room")?.focus();
}

function room([name = "applications", a, b, c]: string[]): ComponentChildren {
  if (name === "nodes") return <Nodes />;
  if (name === "late") return <Late />;
  if (name === "review") return a && b && c ? <OneReview key={`${a}/${b}/${c}`} office={a} id={b} field={c} /> : <Reviews />;
  return a && b ? <ApplicationPage key={`${a}/${b}`} office={a} id={b} /> : <Applications />;
}

function Door() {
  const known = hello.data.value;
  return (
    <div class="door">
      <header class="door-top">
        <span class="brand">Karvan</span>
        <LanguageSwitch languages={languages.value} />
      </header>
      <main class="door-main">
        <div>
          <h1>{say("sign_in.title")}</h1>
          <p class="quiet">{known?.name}</p>
        </div>
        {!reached.value && <Notice kind="care" title={say("page.unreached")} />}
        <SignIn staff={known?.staff ?? []} signIn={sign_in} />
      </main>
    </div>
  );
}

const rooms = ["applications", "review", "late", "nodes"] as const;

function Bar() {
  const here = route.value[0] ?? "applications";
  return (
    <header class="bar">
      <div class="bar-line">
        <span class="bar-node">
          <strong class="brand">Karvan</strong>
          <span class="quiet">{status.data.value?.name ?? hello.data.value?.name}</span>
        </span>
        <span class="bar-gap" />
        <LanguageSwitch languages={languages.value} />
        <span class="bar-node">
          <strong>{me.value?.name}</strong>
          {me.value && <span class="quiet">{say(`role.${me.value.role}` satisfies Key)}</span>}
        </span>
        <button type="button" class="button" onClick={() => void sign_out()}>
          {say("centre.sign_out")}
        </button>
      </div>
      <nav class="rooms" aria-label={say("rooms.title")}>
        {rooms.map(r => (
          <a key={r} href={href(r)} aria-current={r === here ? "page" : undefined}>
            {say(`rooms.${r}`)}
            <Count room={r} />
          </a>
        ))}
      </nav>
    </header>
  );
}

// How much waits in a room, in its own words.
function Count({room: r}: {room: (typeof rooms)[number]}) {
  const counts = status.data.value?.counts;
  const count = r === "review" ? counts?.["reviews"] : r === "late" ? counts?.["late"] : 0;
  const escalated = r === "late" ? counts?.["escalated"] : 0;
  if (!count) return null;
  return (
    <span class="room-count">
      {r === "review" ? say("rooms.reviews", {count}) : say("centre.late_count", {count})}
      {escalated ? ` · ${say("centre.escalated_count", {count: escalated})}` : ""}
    </span>
  );
}
