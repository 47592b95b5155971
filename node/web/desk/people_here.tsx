// Those who come another day: what they still have to show, on an application that is filed already.
import {language, say, text} from "kit/language";
import {People, shows_words} from "../people/people";
import type {StepProps} from "./step";

export function PeopleHere({application: a, changed}: StepProps) {
  const missing = [...new Set(a.parties.flatMap(p => p.missing))];
  if (missing.length === 0) return null;
  const label = (name: string) => text(a.fields.find(f => f.name === name)?.label) || name;
  return (
    <section class="card stack">
      <h2>{say("desk.people")}</h2>
      <p class="quiet">{say("desk.people_how", {what: shows_words(missing)})}</p>
      <People
        parties={a.parties.filter(p => p.missing.length > 0)}
        desk={{
          target: {application: a.id},
          consent: a.consent,
          summary: a.parties.flatMap(p => p.shown).find(s => s.what === "signature")?.of ?? "",
          citizen: language.value,
          attachments: a.attachments,
          label,
          changed,
        }}
      />
    </section>
  );
}
