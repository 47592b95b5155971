// One application by its name: fetched, and kept fresh.
import {money} from "kit/format";
import {segment} from "kit/contract";
import {say, text} from "kit/language";
import {Standing} from "kit/parts/lines";
import {useLive} from "kit/parts/loaded";
import {api, type Application} from "../api";

export const useApplication = (id: string) =>
  useLive(`application/${id}`, id, () => api.fetch("/applications/{id}", `/applications/${segment(id)}`));

export const amount = (a: Application, minor: number): string => money({minor, currency: a.balance.currency});

export function Head({application: a}: {application: Application}) {
  return (
    <div class="room-head">
      <div>
        <h1>{a.who || say("record.no_name")}</h1>
        <p class="quiet">
          {text(a.title)} · {say("application.tracking")} <bdi class="number">{a.tracking}</bdi>
        </p>
      </div>
      <Standing late={a.late} round={a.round} outcome={a.decision?.outcome} state={a.state} closed={a.closing?.how} />
    </div>
  );
}
