// On what a person's identity rests: a card, another document, a witness, or nothing, with a reason.
import {useSignal} from "@preact/signals";
import {say} from "kit/language";
import {Ask} from "kit/parts/ask";
import {Radios} from "kit/parts/pick";
import {TextField} from "kit/parts/text_field";
import {record} from "./record";
import type {ShowProps} from "./desk";

export function IdentityDialog({party, title, desk, close}: ShowProps) {
  const before = party.shown.find(s => s.what === "identity");
  const basis = useSignal<string>(before?.how || party.bases[0] || "card");
  const name = useSignal(before?.name || party.name);
  const of = useSignal(before?.of ?? "");
  const show = (reason: string) =>
    record(desk, party, "identity", {
      how: basis.value,
      name: name.value.trim(),
      of: basis.value === "none" ? "" : of.value.trim(),
      reason,
    });
  const none = basis.value === "none";
  return (
    <Ask
      title={say("people.identity_title", {who: title})}
      yes={say("people.record")}
      reason={none}
      presets={none ? [say("reason.card_lost"), say("reason.never_had")] : []}
      run={show}
      close={close}
    >
      <Radios
        label={say("people.basis")}
        name="basis"
        value={basis}
        from={party.bases.map(b => [b, say(`how.${b}`)] as const)}
      />
      <TextField label={say("people.name")} value={name} required length_max={200} />
      {!none && (
        <TextField label={say(`people.number.${basis.value as "card"}`)} value={of} required length_max={60} digits />
      )}
    </Ask>
  );
}
