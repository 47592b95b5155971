// A document leaves the desk: who takes it, who they are to the applicant, and what they showed.
import {useSignal} from "@preact/signals";
import {number_text} from "kit/format";
import {say, say_if_known} from "kit/language";
import {Radios} from "kit/parts/pick";
import {Submit} from "kit/parts/submit";
import {TextField} from "kit/parts/text_field";
import {useTask} from "kit/task";
import {api} from "../api";
import type {StepProps} from "./step";

const relations = ["self", "parent", "child", "spouse", "sibling", "guardian", "representative"] as const;
export const relation_words = (r: string): string => say_if_known(`relation.${r}`) ?? r;

export function HandOver({application: a, changed, main}: StepProps) {
  const recipient = useSignal(a.who);
  const relation = useSignal("self");
  const shown = useSignal("");
  const task = useTask();
  const document = a.documents.find(d => d.kind === a.certificate?.kind && d.state !== "void" && d.handed_at === null);
  if (!document) return null;
  const hand = async (e: Event) => {
    e.preventDefault();
    const {kind, number} = document;
    const words = {recipient: recipient.value.trim(), relation: relation.value, shown: shown.value.trim()};
    await task.run(() => api.send("hand_over", {application: a.id, kind, number, ...words}).then(changed));
  };
  return (
    <form class="stack" onSubmit={e => void hand(e)}>
      <h3>{say("hand_over.title", {number: number_text(document.number)})}</h3>
      <Radios
        label={say("hand_over.relation")}
        name="relation"
        value={relation}
        from={relations.map(r => [r, relation_words(r)] as const)}
      />
      <TextField label={say("hand_over.recipient")} value={recipient} required length_max={200} />
      <TextField label={say("hand_over.shown")} value={shown} required length_max={200} hint={say("hand_over.shown_hint")} />
      <Submit task={task} yes={say("hand_over.go")} look="big" main={main} />
    </form>
  );
}
