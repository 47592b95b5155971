// One application by its name: fetched and kept fresh; whose it is, and where it stands.
import {segment} from "kit/contract";
import {say, text} from "kit/language";
import {Standing} from "kit/parts/lines";
import {useLive} from "kit/parts/loaded";
import {api, type Application} from "./state";

export function useApplication(office: string, id: string) {
  const path = `/applications/${segment(office)}/${segment(id)}`;
  return useLive("applications", path, () => api.fetch("/applications/{office}/{id}", path));
}

export const Head = ({application: a}: {application: Application}) => (
  <div class="room-head">
    <div>
      <h1>{a.who || say("record.no_name")}</h1>
      <p class="quiet">
        {text(a.title)} · {say("application.tracking")} <bdi class="number">{a.tracking}</bdi> ·{" "}
        {say("centre.taken_by", {office: a.office, node: a.node})}
      </p>
    </div>
    <Standing
      late={a.late}
      escalated={a.escalated}
      round={a.round}
      outcome={a.decision?.outcome}
      state={a.state}
      closed={a.closing?.how}
    />
  </div>
);
