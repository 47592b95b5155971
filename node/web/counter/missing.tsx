// What stops filing: at the side while filling in, and as a summary once filing was tried. Each line jumps to its field.
import {say, text} from "kit/language";
import {Icon} from "kit/parts/icon";
import {FeeLines} from "kit/parts/fee_lines";
import type {FeeShown, Missing} from "../api";
import {party_words, shows_words, still_missing} from "../people/people";
import type {Filling} from "./filling";
import {jump_to} from "./outline";

interface Props {
  filling: Filling;
}

function Lines({filling, missing}: Props & {missing: Missing[]}) {
  return (
    <ul class="missing-list">
      {missing.map(m => (
        <li key={m.question}>
          <button type="button" class="missing-line" onClick={() => jump_to(m.question, filling)}>
            <Icon name={m.fault === "required" ? "ring" : "warning"} />
            <span>
              {m.question.includes("/") && <span class="missing-where">{filling.where(m.question)}</span>}
              {text(filling.label(m.question)) || m.question}
              {m.fault !== "required" && <span class="wrong-note">{say("missing.correct")}</span>}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

export function MissingPanel({filling, done}: Props & {done: () => void}) {
  const missing = filling.missing.value;
  return (
    <aside class="missing" aria-label={say("missing.title")}>
      <div class="card stack">
        <h2>{say("missing.title")}</h2>
        {missing.length === 0 ? (
          <p class="all-there good">
            <Icon name="tick" />
            {say("missing.none")}
          </p>
        ) : (
          <>
            <p class="quiet">{say("missing.count", {count: missing.length})}</p>
            <Lines filling={filling} missing={missing} />
          </>
        )}
        <People filling={filling} />
        <button type="button" class={`button ${missing.length === 0 ? "primary" : ""}`} onClick={done}>
          {say("draft.read_back")}
        </button>
      </div>
      {filling.fee.value && <DraftFee fee={filling.fee.value} />}
    </aside>
  );
}

// What it will cost by the answers as they are now: it follows them.
const DraftFee = ({fee}: {fee: FeeShown}) => (
  <section class="card stack draft-fee" aria-labelledby="draft-fee">
    <h2 id="draft-fee">{say("desk.fee")}</h2>
    <FeeLines fee={fee} />
  </section>
);

// People do not stop the read-back: they are asked for there too.
function People({filling}: {filling: Filling}) {
  const all = filling.parties.value;
  const waited = still_missing(all);
  if (waited.length === 0) return null;
  return (
    <>
      <h3>{say("people.wanted")}</h3>
      <ul class="missing-list">
        {waited.map(p => (
          <li key={`${p.role}/${p.number}`}>
            <button type="button" class="missing-line" onClick={to_people}>
              <Icon name="person" />
              <span>
                {party_words(p, all)}
                <span class="wrong-note calm">{shows_words(p.missing)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function to_people() {
  const heading = document.getElementById("people");
  heading?.focus();
  heading?.scrollIntoView({block: "start"});
}

export function Summary({filling}: Props) {
  const missing = filling.missing.value;
  if (missing.length === 0) return null;
  return (
    <section id="summary" class="summary" tabIndex={-1} role="alert" aria-labelledby="summary-title">
      <h2 id="summary-title">{say("missing.summary", {count: missing.length})}</h2>
      <Lines filling={filling} missing={missing} />
    </section>
  );
}
