// Taking the fee in cash: what is due, what was given, what goes back.
import {useSignal} from "@preact/signals";
import {money, type Money} from "kit/format";
import {say} from "kit/language";
import {main_action} from "kit/main_action";
import {Ask} from "kit/parts/ask";
import {SumField} from "kit/parts/sum_field";
import {parse_sum} from "kit/sum";
import {api, type Application} from "../api";

interface Props {
  application: Application;
  main: boolean;
  paid: () => void;
}

export function Payment({application: a, main, paid}: Props) {
  const given = useSignal("");
  const asking = useSignal(false);
  const due = {minor: a.balance.open, currency: a.balance.currency};
  const change = change_of(given.value, due);
  const ask = (e: Event) => {
    e.preventDefault();
    if (change === null || change.minor >= 0) asking.value = true;
  };
  return (
    <form class="payment" onSubmit={ask}>
      <p class="due">
        <span class="quiet">{say("payment.due")}</span>
        <span class="due-amount">{money(due)}</span>
      </p>
      <SumField label={say("payment.given")} typed={given} currency={due.currency} optional />
      {change && (
        <p class={change.minor < 0 ? "short care" : "change"} role="status">
          {change.minor < 0
            ? say("payment.short", {amount: money({...change, minor: -change.minor})})
            : say("payment.change", {amount: money(change)})}
        </p>
      )}
      <button type="submit" class="button primary big" {...(main && main_action)}>
        {say("payment.take", {amount: money(due)})}
      </button>
      {asking.value && <Sure application={a} due={due} close={() => (asking.value = false)} paid={paid} />}
    </form>
  );
}

function change_of(given: string, due: Money): Money | null {
  const minor = parse_sum(given, due.currency);
  return minor === null ? null : {minor: minor - due.minor, currency: due.currency};
}

interface SureProps {
  application: Application;
  due: Money;
  close: () => void;
  paid: () => void;
}

const Sure = ({application: a, due, close, paid}: SureProps) => (
  <Ask
    title={say("payment.sure", {amount: money(due)})}
    consequence={say("payment.consequence")}
    yes={say("payment.yes")}
    no={say("payment.no")}
    doing={say("payment.taking")}
    run={() => api.send("take_payment", {application: a.id, tender: "cash", amount: due}).finally(paid)}
    close={close}
  />
);
