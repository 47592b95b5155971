// Money that need not be paid, or that is paid back: how much and why.
import {useSignal} from "@preact/signals";
import {money} from "kit/format";
import {say} from "kit/language";
import {Ask} from "kit/parts/ask";
import {SumField} from "kit/parts/sum_field";
import {parse_sum, sum_as_typed} from "kit/sum";
import {api, type Application} from "../api";

interface Props {
  application: Application;
  changed: () => Promise<unknown>;
  close: () => void;
}

interface GivenProps extends Props {
  command: "waive_fee" | "refund";
  most: number;
  presets: string[];
}

function MoneyBack({application: a, changed, close, command, most, presets}: GivenProps) {
  const {currency} = a.balance;
  const typed = useSignal(sum_as_typed(most, currency));
  const give = async (reason: string) => {
    const minor = parse_sum(typed.value, currency) ?? 0;
    await api.send(command, {application: a.id, amount: {minor, currency}, reason});
    await changed();
  };
  return (
    <Ask
      title={say(`${command}.title`)}
      consequence={say(`${command}.consequence`, {amount: money({minor: most, currency})})}
      yes={say(`desk.${command}`)}
      reason
      presets={presets}
      run={give}
      close={close}
    >
      <SumField label={say("payment.sum")} typed={typed} currency={currency} />
    </Ask>
  );
}

export const WaiveDialog = (p: Props) => (
  <MoneyBack
    {...p}
    command="waive_fee"
    most={p.application.balance.open}
    presets={[say("reason.poor"), say("reason.disaster")]}
  />
);

export const RefundDialog = (p: Props) => (
  <MoneyBack
    {...p}
    command="refund"
    most={p.application.balance.received}
    presets={[say("reason.wrong_service"), say("reason.overpaid")]}
  />
);
