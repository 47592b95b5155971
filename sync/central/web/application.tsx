// One application as the centre holds it: stages, answers, money, papers, and each act with its verdict.
import {money} from "kit/format";
import {say, text} from "kit/language";
import {segment} from "kit/contract";
import {Icon, type IconName} from "kit/parts/icon";
import {Loaded, useLive} from "kit/parts/loaded";
import {Notice, reason_words} from "kit/parts/notice";
import {Acts, Documents, Fields} from "kit/parts/record";
import {Stages} from "kit/parts/stages";
import {Pill, StatePill} from "kit/parts/state_pill";
import {href} from "kit/router";
import {api, type Application} from "./state";

export function ApplicationPage({office, id}: {office: string; id: string}) {
  const path = `/applications/${segment(office)}/${segment(id)}`;
  const held = useLive("applications", path, () => api.fetch("/applications/{office}/{id}", path));
  return (
    <>
      <a class="back" href={href("applications")}>
        <Icon name="back" />
        {say("applications.back")}
      </a>
      <Loaded from={held}>{a => <Detail application={a} />}</Loaded>
    </>
  );
}

function Detail({application: a}: {application: Application}) {
  return (
    <>
      <div class="room-head">
        <div>
          <h1>{a.who || say("record.no_name")}</h1>
          <p class="quiet">
            {text(a.title)} · {say("application.tracking")} <bdi class="number">{a.tracking}</bdi> ·{" "}
            {say("centre.taken_by", {office: a.office, node: a.node})}
          </p>
        </div>
        <StatePill state={a.state} />
      </div>
      {a.reason && <Notice kind={a.state === "refused" ? "bad" : "care"} title={reason_words(a.reason)} />}
      <div class="with-rail">
        <Stages stages={a.stages} />
        <div class="stack">
          <section class="card stack">
            <h2>{say("application.answers")}</h2>
            <Fields fields={a.fields} />
          </section>
          <section class="card stack">
            <h2>{say("application.money")}</h2>
            <Money application={a} />
            <h2>{say("application.papers")}</h2>
            <Documents documents={a.documents} />
          </section>
          <section class="card stack">
            <h2>{say("application.acts")}</h2>
            <Acts acts={a.acts} mark={act => <Verdict fate={act.fate} />} />
          </section>
        </div>
      </div>
    </>
  );
}

function Money({application: a}: {application: Application}) {
  const {charged, received, open, currency} = a.balance;
  return (
    <dl class="facts">
      {Object.entries({charged, received, open}).map(([name, minor]) => (
        <div key={name} class="fact">
          <dt>{say(`money.${name as "charged" | "received" | "open"}`)}</dt>
          <dd class="number">{money({minor, currency})}</dd>
        </div>
      ))}
    </dl>
  );
}

type Fate = Application["acts"][number]["fate"];
const looks: Record<Fate, [IconName, "good" | "busy" | "care" | "bad" | "calm"]> = {
  "": ["ring", "calm"],
  applied: ["tick", "good"],
  parallel: ["ticks", "busy"],
  lost: ["ring", "care"],
  held: ["pause", "care"],
  waiting: ["hourglass", "care"],
  parked: ["square", "care"],
  refused: ["cross", "bad"],
};

function Verdict({fate}: {fate: Fate}) {
  const [icon, tone] = looks[fate];
  return <Pill icon={icon} tone={tone} words={say(`fate.${fate || "unjudged"}`)} />;
}
