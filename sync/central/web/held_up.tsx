// What waits while an answer is held.
import {say, text} from "kit/language";
import {Notice} from "kit/parts/notice";
import type {HeldUp} from "./state";

const words = (h: HeldUp): string =>
  say(h.what === "fee" ? "review.holds_fee" : "review.holds_document", {title: text(h.title) || h.kind});

export function HeldUpWords({heldUp}: {heldUp: HeldUp[]}) {
  if (heldUp.length === 0) return null;
  return (
    <span class="reason">
      <br />
      {heldUp.map(words).join(" · ")}
    </span>
  );
}

export function HeldUpNotice({heldUp}: {heldUp: HeldUp[]}) {
  if (heldUp.length === 0) return null;
  return (
    <Notice kind="care" calm title={say("review.holds_up")}>
      <ul>
        {heldUp.map(h => (
          <li key={`${h.what}/${h.kind}`}>{words(h)}</li>
        ))}
      </ul>
    </Notice>
  );
}
