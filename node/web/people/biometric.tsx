// Which of the captured readings is this person's.
import {useSignal} from "@preact/signals";
import {say} from "kit/language";
import {Ask} from "kit/parts/ask";
import {Dialog} from "kit/parts/dialog";
import {Notice} from "kit/parts/notice";
import {Radios} from "kit/parts/pick";
import {Picture} from "../capture/picture";
import {record} from "./record";
import type {ShowProps} from "./desk";

export function BiometricDialog({party, title, desk, close}: ShowProps) {
  const pictures = desk.attachments.filter(a => a.media.startsWith("image/"));
  const chosen = useSignal(party.shown.find(s => s.what === "biometric")?.of || pictures[0]?.hash || "");
  const show = () => record(desk, party, "biometric", {of: chosen.value});
  const words = say("people.biometric_title", {who: title});
  if (pictures.length === 0) {
    return (
      <Dialog title={words} onClose={close}>
        <Notice kind="care" title={say("people.no_biometric")} />
        <div class="buttons">
          <button type="button" class="button primary" onClick={close}>
            {say("capture.close")}
          </button>
        </div>
      </Dialog>
    );
  }
  const picture = pictures.find(p => p.hash === chosen.value);
  return (
    <Ask title={words} yes={say("people.record")} run={show} close={close}>
      <Radios
        label={say("people.biometric_which")}
        name="biometric"
        value={chosen}
        from={pictures.map(p => [p.hash, desk.label(p.question)] as const)}
      />
      {picture && <Picture key={picture.hash} file={picture} label={desk.label(picture.question)} />}
    </Ask>
  );
}
