// The button of a device beside what it fills: how it goes, what went wrong and what to do, and the ways round it.
import {type Signal, useSignal} from "@preact/signals";
import {useEffect} from "preact/hooks";
import {code_of} from "kit/live";
import {type Language, say, text} from "kit/language";
import {Icon} from "kit/parts/icon";
import {Fault} from "kit/parts/notice";
import {type Task, useTask} from "kit/task";
import type {Capture, Question} from "../api";
import type {Filling} from "../counter/filling";
import {capture_id} from "../counter/keys";
import {ExceptionDialog} from "./exception";
import {Failed, Filled, Progress} from "./progress";
import {Manual} from "./manual";
import {Picture} from "./picture";
import {type Run, start} from "./run";
import {Sign} from "./sign";
import {family_of, is_file, is_signature, tries_max} from "./words";

interface Props {
  question: Question;
  at: string; // its key
  filling: Filling;
  citizen: Language;
}

export function CaptureControl({question, at, filling, citizen}: Props) {
  const family = family_of(question);
  const run = useSignal<Run | null>(null);
  const last = useSignal<Capture | null>(null);
  const filled = useSignal<string[]>([]);
  const task = useTask();
  useEffect(() => () => run.peek()?.leave(), []);
  if (!family) return null;
  const begin = (exception = "") =>
    task.run(async () => {
      last.value = null;
      await filling.flush();
      const before = filling.values();
      run.value = await start({draft: filling.draft.id}, at, exception, c => void ended(c, before));
    });
  const ended = async (c: Capture, before: Map<string, string>) => {
    await task.run(() => filling.reload());
    filled.value = c.state === "done" ? filling.changed_since(before).filter(key => key !== at || !is_file(question)) : [];
    last.value = c;
    run.value = null;
  };
  const file = filling.attachments.value.find(a => a.question === at);
  const label = text(filling.questions.get(at)?.value.label ?? question.label);
  return (
    <div class="capture stack">
      {file && <Picture key={file.hash} file={file} label={label} labelled />}
      {run.value ? (
        <Progress run={run.value} family={family} position={question.position} citizen={citizen} />
      ) : (
        <Ways {...{question, at, filling, label, begin, task, last}} again={file !== undefined} />
      )}
      {!run.value && last.value && <Failed capture={last.value} by_hand={!is_file(question)} />}
      {!run.value && last.value?.state === "done" && <Filled names={filled.value} filling={filling} family={family} />}
      <Fault error={task.fault.value} />
    </div>
  );
}

interface WaysProps {
  question: Question;
  at: string;
  filling: Filling;
  label: string;
  begin: (exception?: string) => Promise<boolean>;
  task: Task;
  last: Signal<Capture | null>;
  again: boolean;
}

const no_device = ["device_missing", "device_gone"];
const without_device = ["removed", "service_down"];

function Ways({question, at, filling, label, begin, task, last, again}: WaysProps) {
  const excepting = useSignal(false);
  const excepted = useSignal("");
  const manual = useSignal(false);
  const c = last.value;
  const helpless = no_device.includes(code_of(task.fault.value)) || without_device.includes(c?.fault_kind ?? "");
  const offered = is_file(question) && question.capture !== "camera" && ((c?.tries ?? 0) >= tries_max || helpless);
  const family = family_of(question) ?? "camera";
  const signed = is_signature(question);
  const settled = async () => {
    await filling.reload();
    last.value = null;
    task.fault.value = null;
    excepted.value = "";
    manual.value = false;
  };
  const sent = {target: {draft: filling.draft.id}, question: at, label, exception: excepted.value, done: settled};
  // Where no device takes the photograph either, this machine's own camera does.
  const except = async (reason: string) => {
    if (await begin(reason)) return;
    excepted.value = reason;
    manual.value = true;
  };
  return (
    <>
      <div class="buttons">
        {signed && <Sign {...sent} again={again} />}
        {(!signed || question.capture) && (
          <button
            type="button"
            id={signed ? undefined : capture_id(at)}
            class={`button capture-go ${again || signed ? "" : "strong"}`}
            disabled={task.busy.value}
            onClick={() => void begin()}
          >
            <Icon name={family} />
            {say(again && !signed ? "capture.again" : `capture.go.${family}`)}
            <span class="hidden">: {label}</span>
          </button>
        )}
        {is_file(question) && (
          <button
            type="button"
            class="button plain"
            aria-expanded={manual.value}
            onClick={() => (manual.value = !manual.value)}
          >
            {say("capture.other_way")}
            <span class="hidden">: {label}</span>
          </button>
        )}
        {offered && (
          <button type="button" class="button" onClick={() => (excepting.value = true)}>
            <Icon name="warning" />
            {say("capture.exception")}
          </button>
        )}
      </div>
      {manual.value && <Manual {...sent} />}
      {excepting.value && (
        <ExceptionDialog
          family={family}
          label={label}
          run={except}
          close={() => (excepting.value = false)}
        />
      )}
    </>
  );
}
