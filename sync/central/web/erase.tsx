// A clerk orders one operation's bytes away: of a court's order, or of what should never have been written down.
import {useSignal} from "@preact/signals";
import {say} from "kit/language";
import {Ask} from "kit/parts/ask";
import {Radios} from "kit/parts/pick";
import {act_words} from "kit/parts/record";
import {api, type Application, writes} from "./state";

interface Props {
  application: Application;
  act: Application["acts"][number];
  changed: () => Promise<unknown>;
}

export function Erase({application: a, act, changed}: Props) {
  const asking = useSignal(false);
  const what = useSignal("line");
  const settled = !["", "waiting", "parked"].includes(act.fate);
  if (!writes.value || act.erased || !settled) return null;
  const run = (reason: string) =>
    api
      .send("erase", {office: a.office, id: a.id, op: act.op, answers: what.value === "answers", reason})
      .then(changed);
  return (
    <>
      <button type="button" class="button plain" onClick={() => (asking.value = true)}>
        {say("erase.go")}
      </button>
      {asking.value && (
        <Ask
          title={say("erase.title", {act: act_words(act.what)})}
          consequence={say("erase.consequence")}
          yes={say("erase.yes")}
          danger
          reason
          run={run}
          close={() => (asking.value = false)}
        >
          <Radios
            label={say("erase.what")}
            name="what"
            value={what}
            from={[
              ["line", say("erase.line")],
              ["answers", say("erase.answers")],
            ]}
          />
        </Ask>
      )}
    </>
  );
}
