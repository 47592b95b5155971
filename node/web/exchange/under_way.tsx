// Scans and pictures on their way to the centre: how many are still to go.
import {say} from "kit/language";
import {Icon} from "kit/parts/icon";
import {status} from "../state";

export function UnderWay() {
  const count = status.data.value?.attachments_waiting ?? 0;
  return (
    <section class="card stack">
      <h2>{say("exchange.files")}</h2>
      <p class={count === 0 ? "all-there good" : ""}>
        {count === 0 && <Icon name="tick" />}
        {say("exchange.files_left", {count})}
      </p>
    </section>
  );
}
