// A supervisor looks through what was filed: approves it, or sends it back with a reason.
import {useSignal} from "@preact/signals";
import {say} from "kit/language";
import {Ask} from "kit/parts/ask";
import {Icon} from "kit/parts/icon";
import {moment} from "kit/format";
import {api, type Application} from "../api";
import {CallSupervisor} from "../sign_over";
import type {StepProps} from "./step";

export const milestone = (a: Application, id: string) => a.stages.find(s => s.id === id);
const stood = (a: Application, id: string): number | null => {
  const m = milestone(a, id);
  return m && !m.reopened ? m.reached_at : null;
};

export function ReviewCard({application: a, changed}: StepProps) {
  const asking = useSignal<"" | "approve" | "return">("");
  const approved = stood(a, "reviewed");
  const may = a.can.includes("approve_application") || a.can.includes("return_application");
  if (a.closing || !milestone(a, "reviewed") || (approved === null && a.decision)) return null;
  const close = () => (asking.value = "");
  return (
    <section class="card stack">
      <h2>{say("desk.review")}</h2>
      {approved !== null && (
        <p class="all-there good">
          <Icon name="tick" />
          {say("desk.approved", {name: milestone(a, "reviewed")?.by ?? "", time: moment(approved)})}
        </p>
      )}
      {approved === null && <p class="quiet">{say("desk.review_how")}</p>}
      {approved === null && !may && <CallSupervisor />}
      {may && (
        <div class="buttons">
          {a.can.includes("approve_application") && (
            <button type="button" class="button strong" onClick={() => (asking.value = "approve")}>
              <Icon name="tick" />
              {say("desk.approve")}
            </button>
          )}
          {a.can.includes("return_application") && (
            <button type="button" class="button" onClick={() => (asking.value = "return")}>
              <Icon name="turn" />
              {say("desk.return")}
            </button>
          )}
        </div>
      )}
      {asking.value === "approve" && (
        <Ask
          title={say("approve.title")}
          consequence={say("approve.consequence")}
          yes={say("desk.approve")}
          run={() => api.send("approve_application", {application: a.id}).then(changed)}
          close={close}
        />
      )}
      {asking.value === "return" && (
        <Ask
          title={say("return.title")}
          consequence={say("return.consequence")}
          yes={say("desk.return")}
          danger
          reason
          presets={[say("reason.unreadable"), say("reason.wrong_answer"), say("reason.paper_missing")]}
          run={reason => api.send("return_application", {application: a.id, reason}).then(changed)}
          close={close}
        />
      )}
    </section>
  );
}
