// The institution's decision, the document with its number, and to whom it was handed.
import {useSignal} from "@preact/signals";
import {moment, number_text} from "kit/format";
import {say, text} from "kit/language";
import {main_action} from "kit/main_action";
import {Ask} from "kit/parts/ask";
import {DecisionNote} from "kit/parts/history";
import {Icon} from "kit/parts/icon";
import {Notice} from "kit/parts/notice";
import {api, type Application} from "../api";
import {HandOver, relation_words} from "./hand_over";
import type {StepProps} from "./step";

export function DocumentCard({application: a, changed, main, handing}: StepProps & {handing: boolean}) {
  const asking = useSignal(false);
  if (!a.certificate) return null;
  const title = text(a.certificate.title);
  const ours = a.documents.filter(d => d.kind === a.certificate?.kind);
  return (
    <section class="card stack">
      <h2>{title}</h2>
      {a.decision ? (
        <DecisionNote decision={a.decision} />
      ) : (
        <p class="quiet">{say(a.policy === "issue" ? "desk.policy_issue" : "desk.policy_collect")}</p>
      )}
      {ours.map(d => (
        <Issued key={d.number} document={d} />
      ))}
      {a.can.includes("issue_document") && (
        <div class="buttons">
          <button
            type="button"
            class="button primary big"
            onClick={() => (asking.value = true)}
            {...(main && main_action)}
          >
            <Icon name="paper" />
            {say("desk.issue")}
          </button>
        </div>
      )}
      {a.can.includes("hand_over") && <HandOver application={a} changed={changed} main={handing} />}
      {asking.value && (
        <Ask
          title={say("issue.title", {what: title})}
          consequence={say(a.decision ? "issue.consequence" : "issue.provisional")}
          yes={say("desk.issue")}
          run={() => api.send("issue_document", {application: a.id}).then(changed)}
          close={() => (asking.value = false)}
        />
      )}
    </section>
  );
}

function Issued({document: d}: {document: Application["documents"][number]}) {
  return (
    <>
      <p>
        <span class="quiet">{say("desk.number")}</span>{" "}
        <bdi class="tracking">{number_text(d.number)}</bdi> <span class="quiet">{say(`document.${d.state}`)}</span>
      </p>
      {d.disputed && <Notice kind="care" title={say("document.disputed_why")} />}
      {d.handed_at !== null && (
        <p class="all-there good">
          <Icon name="tick" />
          {say("desk.handed", {name: d.recipient, relation: relation_words(d.relation), time: moment(d.handed_at)})}
        </p>
      )}
    </>
  );
}
