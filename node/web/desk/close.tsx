// The way out of an application that is not finished: the citizen withdraws it, or nobody ever collected it.
import {useSignal} from "@preact/signals";
import {say} from "kit/language";
import {AskClosing} from "kit/parts/closing";
import {api, type Application, type ClosingOffer} from "../api";

interface Props {
  application: Application;
  changed: () => Promise<unknown>;
}

export function CloseCard({application: a, changed}: Props) {
  const asking = useSignal(false);
  if (a.closings.length === 0 || !a.can.includes("close_application")) return null;
  const close = (how: string, reason: string) =>
    api.send("close_application", {application: a.id, how: how as ClosingOffer["how"], reason}).then(changed);
  return (
    <div class="buttons close-card">
      <button type="button" class="button plain" onClick={() => (asking.value = true)}>
        {say("close.go")}
      </button>
      {asking.value && <AskClosing offers={a.closings} run={close} close={() => (asking.value = false)} />}
    </div>
  );
}
