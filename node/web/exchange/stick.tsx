// The exchange where there is no network: a supervisor writes a stick, and reads the answer that comes back on it.
import {useSignal} from "@preact/signals";
import {moment} from "kit/format";
import {say, say_if_known} from "kit/language";
import {Fault, Notice, reason_words} from "kit/parts/notice";
import {api, type Exchange} from "../api";
import {me} from "../state";

export function Stick({stick}: {stick: Exchange["stick"]}) {
  const fault = useSignal<Error | null>(null);
  if (me.value?.role !== "supervisor") return null;
  const order = async (command: "write_stick" | "read_stick") => {
    fault.value = null;
    await api.send(command, {}).catch(error => (fault.value = error as Error));
  };
  const busy = stick.doing !== "";
  return (
    <section class="card stack stick">
      <h2>{say("stick.title")}</h2>
      <p class="quiet">{say("stick.about")}</p>
      <div class="buttons">
        <button type="button" class="button" disabled={busy} onClick={() => void order("write_stick")}>
          {say(stick.doing === "writing" ? "stick.writing" : "stick.write")}
        </button>
        <button type="button" class="button" disabled={busy} onClick={() => void order("read_stick")}>
          {say(stick.doing === "reading" ? "stick.reading" : "stick.read")}
        </button>
      </div>
      <Outcome stick={stick} />
      <Fault error={fault.value} />
    </section>
  );
}

// What a code means for a stick, in its own words.
const refused = (code: string): string => say_if_known(`stick.refused.${code}`) ?? reason_words(code);

function Outcome({stick}: {stick: Exchange["stick"]}) {
  if (stick.fault !== null) return <Notice kind="care" title={refused(stick.fault)} />;
  if (stick.did === "") return null;
  const {operations, files} = stick;
  const words = stick.did === "written" ? say("stick.written", {operations, files}) : say(stick.news ? "stick.news" : "stick.no_news");
  return (
    <Notice kind="good" title={words}>
      {stick.files_left > 0 && <p>{say("stick.files_left", {count: stick.files_left})}</p>}
      <p>
        <bdi>{stick.file}</bdi>
        {stick.at !== null && ` · ${moment(stick.at)}`}
      </p>
    </Notice>
  );
}
