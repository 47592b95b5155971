// The consent's words, read out in the person's language; agreeing records their version.
import {direction, type Language, say, text} from "kit/language";
import {LanguageSwitch} from "kit/parts/language_switch";
import {useSignal} from "@preact/signals";
import {Ask} from "kit/parts/ask";
import {record} from "./record";
import {languages} from "../state";
import type {ShowProps} from "./desk";

export function ConsentDialog({party, title, desk, close}: ShowProps) {
  const read = useSignal<Language>(desk.citizen);
  const agree = () => record(desk, party, "consent", {of: desk.consent.version});
  return (
    <Ask
      title={say("people.consent_title", {who: title})}
      consequence={say("people.consent_how")}
      yes={say("people.agrees")}
      run={agree}
      close={close}
    >
      <LanguageSwitch
        languages={languages.value}
        label={say("draft.citizen_reads")}
        value={read.value}
        onPick={l => (read.value = l)}
      />
      <blockquote class="read-intro" lang={read.value} dir={direction(read.value)}>
        {text(desk.consent.text, read.value)}
      </blockquote>
    </Ask>
  );
}
