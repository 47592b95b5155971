// The fee: taken here in cash, waived or paid back by a supervisor with a reason; and the shift that the cash goes into.
import {useSignal} from "@preact/signals";
import {clock, money} from "kit/format";
import {say, text} from "kit/language";
import {type FeeLine, FeeLines} from "kit/parts/fee_lines";
import {Icon} from "kit/parts/icon";
import {Notice} from "kit/parts/notice";
import {href} from "kit/router";
import {amount} from "../application/head";
import {status} from "../state";
import {Payment} from "./payment";
import type {StepProps} from "./step";
import {RefundDialog, WaiveDialog} from "./money_back";

export function FeeCard(props: StepProps) {
  const {application: a, changed} = props;
  const asking = useSignal<"" | "waive_fee" | "refund">("");
  const offers = (["waive_fee", "refund"] as const).filter(c => a.can.includes(c));
  const paid = a.balance.open <= 0;
  const line = useSignal<FeeLine | null>(null); // that is to be waived; null: all of it
  const close = () => {
    asking.value = "";
    line.value = null;
  };
  const may_waive = offers.includes("waive_fee") && !paid;
  const waive_line = (l: FeeLine) =>
    l.waivable &&
    l.amount.minor > l.waived && (
      <button
        type="button"
        class="button plain"
        onClick={() => {
          line.value = l;
          asking.value = "waive_fee";
        }}
      >
        {say("fee.waive_line")}
        <span class="hidden">: {text(l.title)}</span>
      </button>
    );
  return (
    <section class="card stack">
      <h2>{say("desk.fee")}</h2>
      {a.fee && a.fee.lines.length > 0 && <FeeLines fee={a.fee} beside={may_waive ? waive_line : undefined} />}
      {a.refund_due.minor > 0 && <Notice kind="care" calm title={say("fee.to_return", {amount: money(a.refund_due)})} />}
      {paid ? (
        <p class="all-there good">
          <Icon name="tick" />
          {a.balance.received > 0
            ? say("desk.paid", {amount: amount(a, a.balance.received)})
            : say(a.acts.some(act => act.what.includes("post")) ? "desk.nothing_open" : "desk.no_fee")}
        </p>
      ) : a.can.includes("take_payment") ? (
        <>
          <ShiftNote />
          <Payment application={a} main={props.main} paid={() => void changed()} />
        </>
      ) : (
        <p class="due">
          <span class="quiet">{say("payment.due")}</span>
          <span class="due-amount">{amount(a, a.balance.open)}</span>
        </p>
      )}
      {offers.length > 0 && (
        <div class="buttons">
          {offers.map(c => (
            <button key={c} type="button" class="button" onClick={() => (asking.value = c)}>
              {say(`desk.${c}`)}
            </button>
          ))}
        </div>
      )}
      {asking.value === "waive_fee" && <WaiveDialog application={a} line={line.value} changed={changed} close={close} />}
      {asking.value === "refund" && <RefundDialog application={a} changed={changed} close={close} />}
    </section>
  );
}

function ShiftNote() {
  const shift = status.data.value?.shift;
  return (
    <p class="quiet">
      <Icon name="clock" />{" "}
      {shift ? (
        say("payment.shift_open", {time: clock(shift.opened_at)})
      ) : (
        <>
          {say("payment.no_shift")} <a href={href("cash")}>{say("payment.open_shift")}</a>
        </>
      )}
    </p>
  );
}
