// One thing that one person shows: done, with how; or a button that asks for it.
import {useSignal} from "@preact/signals";
import {say} from "kit/language";
import {Icon} from "kit/parts/icon";
import type {PartyState, What} from "../api";
import {BiometricDialog} from "./biometric";
import {ConsentDialog} from "./consent";
import type {ShowProps} from "./desk";
import {IdentityDialog} from "./identity";
import {SignatureDialog} from "./signature";

const dialogs = {
  identity: IdentityDialog,
  consent: ConsentDialog,
  biometric: BiometricDialog,
  signature: SignatureDialog,
} as const;

export function Show({party, title, what, desk}: Omit<ShowProps, "close"> & {what: What}) {
  const asking = useSignal(false);
  const shown = party.shown.find(s => s.what === what);
  const missing = party.missing.includes(what);
  const Dialog = dialogs[what];
  return (
    <>
      <button
        type="button"
        class={`button show ${missing ? "" : "shown good"}`}
        onClick={() => (asking.value = true)}
      >
        <Icon name={missing ? "ring" : "tick"} />
        <span>
          {say(`shows.${what}`)}
          <span class="hidden"> ({title})</span>
          {!missing && shown && <span class="quiet"> {how_words(shown)}</span>}
          {missing && <span class="hidden">, {say("people.missing")}</span>}
        </span>
      </button>
      {asking.value && <Dialog party={party} title={title} desk={desk} close={() => (asking.value = false)} />}
    </>
  );
}

function how_words(s: PartyState["shown"][number]): string {
  if (s.what === "identity" || s.what === "signature")
    return say(`how.${(s.how || "document") as "card" | "document" | "witness" | "none" | "signature" | "thumb"}`);
  return "";
}
