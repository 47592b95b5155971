// Money that need not be paid, or that is paid back: how much and why.
import {useSignal} from "@preact/signals";
import {money} from "kit/format";
import {say, text} from "kit/language";
import {Ask} from "kit/parts/ask";
import type {FeeLine} from "kit/parts/fee_lines";
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
  line?: FeeLine | null; // of the fee, that it is about; else all of it
}

function MoneyBack({application: a, changed, close, command, most, presets, line}: GivenProps) {
  const {currency} = a.balance;
  const typed = useSignal(sum_as_typed(most, currency));
  const give = async (reason: string) => {
    const minor = parse_sum(typed.value, currency) ?? 0;
    await api.send(command, {application: a.id, amount: {minor, currency}, reason, ...(line && {line: line.id})});
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
      {line && <p class="datum">{text(line.title) || line.id}</p>}
      <SumField label={say("payment.sum")} typed={typed} currency={currency} />
    </Ask>
  );
}

// Lines that are not waivable are due whatever a supervisor says.
const waivable = ({fee, balance}: Application): number =>
  fee ? fee.lines.filter(l => l.waivable).reduce((sum, l) => sum + left_of(l), 0) : balance.open;
const left_of = (l: FeeLine): number => l.amount.minor - l.waived;

export const WaiveDialog = (p: Props & {line: FeeLine | null}) => (
  <MoneyBack
    {...p}
    command="waive_fee"
    most={Math.min(p.application.balance.open, p.line ? left_of(p.line) : waivable(p.application))}
    presets={[say("reason.poor"), say("reason.disaster")]}
  />
);

export const RefundDialog = (p: Props) => (
  <MoneyBack
    {...p}
    command="refund"
    most={p.application.refund_due.minor || p.application.balance.received}
    presets={[say("reason.wrong_service"), say("reason.overpaid")]}
  />
);
