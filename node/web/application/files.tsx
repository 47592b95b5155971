// Scans and pictures, each with how far it is on its way to the centre.
import {say} from "kit/language";
import {full_label} from "kit/parts/record";
import {Pill} from "kit/parts/state_pill";
import type {Application, AttachmentLine} from "../api";
import {Manual} from "../capture/manual";
import {Picture} from "../capture/picture";

const looks = {
  waiting: ["hourglass", "care"],
  sending: ["up", "busy"],
  there: ["tick", "good"],
  damaged: ["warning", "bad"],
} as const;

export const FilePill = ({state}: {state: AttachmentLine["state"]}) => (
  <Pill icon={looks[state][0]} tone={looks[state][1]} words={say(`file.${state}`)} />
);

// What is damaged here and never came to the centre is to be had from the citizen again.
function Again({id, question, label}: {id: string; question: string; label: string}) {
  const target = {application: id};
  return (
    <>
      <p>{say("file.again")}</p>
      <Manual {...{target, question, label}} exception="" done={() => Promise.resolve()} />
    </>
  );
}

export function Files({application: a}: {application: Application}) {
  if (a.attachments.length === 0) return null;
  const label = ({question}: AttachmentLine) => {
    const field = a.fields.find(x => x.name === question);
    return field ? full_label(field) : question;
  };
  return (
    <section class="card stack">
      <h2>{say("application.files")}</h2>
      <ul class="pictures">
        {a.attachments.map(f => (
          <li key={f.hash}>
            <Picture file={f} label={label(f)} />
            <FilePill state={f.state} />
            {f.state === "damaged" && <Again id={a.id} question={f.question} label={label(f)} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
