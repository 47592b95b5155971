// How an application ended, why, and what the citizen can do now; and the question before it ends.
import {useSignal} from "@preact/signals";
import {moment, money, type Money} from "kit/format";
import {say, say_if_known, type Text, text} from "kit/language";
import {Ask} from "kit/parts/ask";
import {Notice} from "kit/parts/notice";
import {Radios} from "kit/parts/pick";
import {TextField} from "kit/parts/text_field";

export interface Closing {
  how: string;
  at: number;
  by: string;
  from: string;
  reason: string;
  text: Text | null; // the reason in the service's words
  next_step: Text;
}
export interface Offer {
  how: string;
  reasons: {id: string; title: Text}[]; // none: the person's own words
  refund: Money;
  next_step: Text;
}

export const closed_words = (how: string): string => say_if_known(`closed.${how}`) ?? how;

export function ClosingNote({closing: c}: {closing: Closing}) {
  const reason = text(c.text) || c.reason;
  const next = text(c.next_step);
  return (
    <Notice kind="info" calm title={say("closed.title", {how: closed_words(c.how)})}>
      {reason && (
        <p>
          <bdi>{reason}</bdi>
        </p>
      )}
      {next && (
        <p>
          {say("closed.next_step")}: <bdi>{next}</bdi>
        </p>
      )}
      <p class="quiet">{say("history.by", {name: c.by, from: c.from, time: moment(c.at)})}</p>
    </Notice>
  );
}

interface AskProps {
  offers: Offer[];
  run: (how: string, reason: string) => Promise<unknown>;
  close: () => void;
}

export function AskClosing({offers, run, close}: AskProps) {
  const how = useSignal(offers[0]?.how ?? "");
  const reason = useSignal("");
  const offer = offers.find(o => o.how === how.value);
  const pick = (id: string) => {
    how.value = id;
    reason.value = "";
  };
  if (!offer) return null;
  const next = text(offer.next_step);
  return (
    <Ask
      title={say("close.title")}
      consequence={say("close.consequence")}
      yes={say("close.yes")}
      danger
      run={() => run(how.value, reason.value.trim())}
      close={close}
    >
      {offers.length > 1 && (
        <Radios
          label={say("close.how")}
          name="how"
          value={{
            get value() {
              return how.value;
            },
            set value(id) {
              pick(id);
            },
          }}
          from={offers.map(o => [o.how, closed_words(o.how)] as const)}
        />
      )}
      {offers.length === 1 && <p class="datum">{closed_words(offer.how)}</p>}
      {offer.reasons.length > 0 ? (
        <Radios
          key={offer.how}
          label={say("close.reason")}
          name="why"
          value={reason}
          from={offer.reasons.map(r => [r.id, text(r.title) || r.id] as const)}
        />
      ) : (
        <TextField label={say("close.reason")} value={reason} required />
      )}
      <p class={offer.refund.minor > 0 ? "care strong-words" : "quiet"}>
        {offer.refund.minor > 0 ? say("close.refund", {amount: money(offer.refund)}) : say("close.no_refund")}
      </p>
      {next && (
        <p>
          <span class="quiet">{say("closed.next_step")}:</span> <bdi>{next}</bdi>
        </p>
      )}
    </Ask>
  );
}
