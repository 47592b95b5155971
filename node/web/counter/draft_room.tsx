// An application being filled in: stages as a rail, the form in the middle, what is missing at the other side.
import {useSignal} from "@preact/signals";
import {useEffect} from "preact/hooks";
import {Unreached} from "kit/client";
import {segment} from "kit/contract";
import {type Language, language, load_language, say} from "kit/language";
import {Icon} from "kit/parts/icon";
import {Fault, Waiting} from "kit/parts/notice";
import {go, href} from "kit/router";
import {listen_draft} from "./watch_draft";
import {api, type ServiceForm} from "../api";
import {on_unlock} from "../state";
import {Closing} from "./closing";
import {DraftHead} from "./draft_head";
import {Filling} from "./filling";
import {Form} from "./form";
import {Likely} from "./likely";
import {MissingPanel, Summary} from "./missing";
import {by_name, jump_to, questions_of, repeats_of, sections_of} from "./outline";
import {Rail} from "./rail";

const again_ms = 2000;

interface Held {
  form: ServiceForm;
  filling: Filling;
}

async function open(id: string): Promise<Held> {
  const draft = await api.fetch("/drafts/{id}", `/drafts/${segment(id)}`);
  const path = `/services/${segment(draft.service)}/${segment(draft.version)}/form`;
  const form = await api.fetch("/services/{id}/{version}/form", path);
  const {children} = form.form;
  return {filling: new Filling(draft, by_name(questions_of(children)), by_name(repeats_of(children))), form};
}

export function DraftRoom({id}: {id: string}) {
  const held = useSignal<Held | null>(null);
  const fault = useSignal<Error | null>(null);
  useEffect(() => {
    let here = true;
    const attempt = (): Promise<unknown> =>
      open(id).then(
        h => here && (held.value = h),
        e => {
          if (here && e instanceof Unreached) setTimeout(attempt, again_ms);
          else fault.value = e as Error;
        },
      );
    void attempt();
    return () => {
      here = false;
    };
  }, [id]);
  if (fault.value) return <Lost error={fault.value} />;
  return held.value ? <Open {...held.value} /> : <Waiting words={say("draft.opening")} />;
}

const Lost = ({error}: {error: Error}) => (
  <>
    <a class="back" href={href("counter")}>
      <Icon name="back" />
      {say("counter.back")}
    </a>
    <Fault error={error} />
  </>
);

function Open({form, filling}: Held) {
  const citizen = useSignal<Language>(language.value);
  const tried = useSignal(false);
  const reading = useSignal(false);
  useKept(filling);
  useEffect(() => {
    const first = filling.missing.peek()[0]?.question;
    if (first) jump_to(first, filling);
    scrollTo(0, 0);
  }, []);
  const pick = async (l: Language) => {
    await load_language(l);
    citizen.value = l;
  };
  const read_back = async () => {
    tried.value = true;
    await filling.flush();
    if (filling.missing.value.length === 0 && filling.kept.value) reading.value = true;
    else document.getElementById("summary")?.focus();
    scrollTo(0, 0);
  };
  const correct = (name?: string) => {
    reading.value = false;
    if (name) setTimeout(() => jump_to(name, filling));
  };
  const shared = {form, filling, citizen: citizen.value};
  return (
    <>
      <DraftHead {...shared} pick={l => void pick(l)} />
      {reading.value ? (
        <Closing {...shared} correct={correct} filed={id => go("counter", "application", id)} />
      ) : (
        <>
          {tried.value && <Summary filling={filling} />}
          <Likely filling={filling} />
          <div class="filling">
            <Rail sections={sections_of(form)} filling={filling} />
            <Form {...shared} tried={tried.value} done={() => void read_back()} />
            <MissingPanel filling={filling} done={() => void read_back()} />
          </div>
        </>
      )}
    </>
  );
}

// What was typed is sent before the page goes, and again once a locked seat is open.
function useKept(filling: Filling) {
  useEffect(() => {
    const again = () => void filling.flush();
    const warn = (e: BeforeUnloadEvent) => {
      if (filling.kept.value) return;
      again();
      e.preventDefault();
    };
    const hide = () => document.visibilityState === "hidden" && again();
    on_unlock.add(again);
    addEventListener("beforeunload", warn);
    document.addEventListener("visibilitychange", hide);
    const unlisten = listen_draft(filling);
    return () => {
      again();
      unlisten();
      on_unlock.delete(again);
      removeEventListener("beforeunload", warn);
      document.removeEventListener("visibilitychange", hide);
    };
  }, [filling]);
}
