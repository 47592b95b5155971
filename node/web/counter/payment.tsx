// Taking the fee in cash: what is due, what was given, what goes back.
import {useSignal} from "@preact/signals";
import {latin_digits, minor_digits, money} from "kit/format";
import {say} from "kit/language";
import {main_action} from "kit/main_action";
import {Dialog} from "kit/parts/dialog";
import {Fault, Waiting} from "kit/parts/notice";
import {api, type Application} from "../api";

export function Payment({application: a, paid}: {application: Application; paid: () => void}) {
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
      <label>
        <span>
          {say("payment.given")} <span class="optional">{say("question.optional")}</span>
        </span>
        <input
          class="input digits"
          dir="ltr"
          inputMode="decimal"
          autocomplete="off"
          value={given.value}
          onInput={e => (given.value = latin_digits(e.currentTarget.value).replace(/[^\d.]/g, ""))}
        />
      </label>
      {change && (
        <p class={change.minor < 0 ? "short care" : "change"} role="status">
          {change.minor < 0
            ? say("payment.short", {amount: money({...change, minor: -change.minor})})
            : say("payment.change", {amount: money(change)})}
        </p>
      )}
      <button type="submit" class="button primary big" {...main_action}>
        {say("payment.take", {amount: money(due)})}
      </button>
      {asking.value && <Sure application={a} due={due} close={() => (asking.value = false)} paid={paid} />}
    </form>
  );
}

type Money = {minor: number; currency: string};

function change_of(given: string, due: Money): Money | null {
  if (!given) return null;
  return {minor: Math.round(Number(given) * 10 ** minor_digits(due.currency)) - due.minor, currency: due.currency};
}

interface SureProps {
  application: Application;
  due: Money;
  close: () => void;
  paid: () => void;
}

function Sure({application: a, due, close, paid}: SureProps) {
  const busy = useSignal(false);
  const fault = useSignal<Error | null>(null);
  const take = async () => {
    busy.value = true;
    fault.value = null;
    try {
      await api.send("take_payment", {application: a.id, tender: "cash", amount: due});
      close();
    } catch (error) {
      fault.value = error as Error;
    }
    busy.value = false;
    paid();
  };
  return (
    <Dialog title={say("payment.sure", {amount: money(due)})} onClose={close}>
      <p>{say("payment.consequence")}</p>
      <Fault error={fault.value} />
      {busy.value ? (
        <Waiting words={say("payment.taking")} />
      ) : (
        <div class="buttons">
          <button type="button" class="button primary" onClick={() => void take()}>
            {say("payment.yes")}
          </button>
          <button type="button" class="button" onClick={close}>
            {say("payment.no")}
          </button>
        </div>
      )}
    </Dialog>
  );
}
