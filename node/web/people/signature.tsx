// A signature or a thumb, by hand, on the printed summary of the number that is shown here.
import {useSignal} from "@preact/signals";
import {say} from "kit/language";
import {Ask} from "kit/parts/ask";
import {Radios} from "kit/parts/pick";
import {TextField} from "kit/parts/text_field";
import {record} from "./record";
import type {ShowProps} from "./desk";

export function SignatureDialog({party, title, desk, close}: ShowProps) {
  const before = party.shown.find(s => s.what === "signature");
  const how = useSignal<string>(before?.how || "signature");
  const of = useSignal(desk.summary || before?.of || "");
  const show = () => record(desk, party, "signature", {how: how.value, of: of.value.trim()});
  return (
    <Ask
      title={say("people.signature_title", {who: title})}
      consequence={say(desk.summary ? "people.signature_how" : "people.signature_first")}
      yes={say("people.record")}
      run={show}
      close={close}
    >
      <TextField label={say("people.summary_number")} value={of} required length_max={60} digits />
      <Radios
        label={say("people.signature_kind")}
        name="how"
        value={how}
        from={[
          ["signature", say("how.signature")],
          ["thumb", say("how.thumb")],
        ]}
      />
    </Ask>
  );
}
