// The answers as they stand, each with its marks; changing them; and the way to the review of one that is held.
import {useSignal} from "@preact/signals";
import {say, text} from "kit/language";
import {as_entries, Fields} from "kit/parts/record";
import {href} from "kit/router";
import type {Application, FieldLine} from "../api";
import {Change} from "./change";

interface Props {
  application: Application;
  changed: () => Promise<unknown>;
}

export function Answers({application: a, changed}: Props) {
  const changing = useSignal(false);
  const files = new Set(a.attachments.map(x => x.question));
  // What the form works out for itself has no words.
  const spoken = a.fields
    .filter(f => !files.has(f.name) && text(f.label) && (!(f.name in a.repeats) || f.held || f.late))
    .map(f => (f.name in a.repeats ? as_entries(f) : f));
  return (
    <section class="card stack">
      <div class="room-head">
        <h2>{say("application.answers")}</h2>
        {a.can.includes("change_application") && !changing.value && (
          <button type="button" class="button" onClick={() => (changing.value = true)}>
            {say("application.change")}
          </button>
        )}
      </div>
      {changing.value ? (
        <Change application={a} changed={changed} close={() => (changing.value = false)} />
      ) : (
        <Fields fields={spoken} beside={f => beside(a, f)} />
      )}
    </section>
  );
}

const beside = (a: Application, f: FieldLine) =>
  f.held || f.late ? (
    <a href={href("review", a.id, f.name)} class="button plain">
      {say("application.to_review")}
    </a>
  ) : null;
