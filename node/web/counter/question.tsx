// One question where it stands: its label in the operator's language and the citizen's, its control, and what is wrong
// with the answer.
import {type Signal, useSignal} from "@preact/signals";
import type {ComponentChildren} from "preact";
import {AnswerControl} from "kit/answer/answer_control";
import {type Language, language, say, say_in, text} from "kit/language";
import {pointer_up} from "kit/pointer";
import {Icon} from "kit/parts/icon";
import type {Question, QuestionState} from "../api";
import {CaptureControl} from "../capture/capture";
import {is_file} from "../capture/words";
import type {Filling} from "./filling";
import {ForCitizen} from "./for_citizen";
import {field_id} from "./keys";
import {LookUp} from "./look_up";
import {LabelMedia} from "./media";

export interface QuestionProps {
  question: Question;
  at: string; // its key
  filling: Filling;
  citizen: Language;
  tried: boolean; // filing was tried: what is missing is said beside the field too
}

export function QuestionView(props: QuestionProps) {
  const state = props.filling.questions.get(props.at);
  if (!state?.value.relevant) return null;
  if (props.question.type === "note") return <Note {...props} state={state} />;
  return <Answerable {...props} state={state} />;
}

type Stateful = QuestionProps & {state: Signal<QuestionState>};

const Note = ({question, at, state, citizen}: Stateful) => (
  <div class="question note" id={field_id(at)}>
    <Label question={question} state={state.value} citizen={citizen} />
    <LabelMedia question={question} citizen={citizen} />
    <Guidance question={question} />
  </div>
);

function Answerable({question, at, state, filling, citizen, tried}: Stateful) {
  const now = state.value;
  const left = useSignal(now.value !== "");
  // Nobody is told of a fault while typing for the first time, nor that an answer is needed before filing was tried.
  const invalid = now.fault !== "" && (tried || (left.value && now.fault !== "required"));
  const hint = text(question.hint);
  const [hint_id, error_id] = [`${field_id(at)}-hint`, `${field_id(at)}-error`];
  const described = [hint && hint_id, invalid && error_id].filter(Boolean).join(" ") || undefined;
  const label = <Label question={question} state={now} citizen={citizen} />;
  return (
    <div
      class={`question ${invalid ? "wrong" : ""}`}
      onFocusOut={() => {
        void filling.flush();
        void pointer_up().then(() => (left.value = true));
      }}
    >
      {is_file(question) ? (
        <FileAnswer {...{question, at, filling, citizen, described, label}} />
      ) : (
        <Control {...{question, at, state: now, filling, described, invalid, label}} />
      )}
      <LabelMedia question={question} citizen={citizen} />
      {!is_file(question) && question.capture && <CaptureControl {...{question, at, filling, citizen}} />}
      {question.lookup && !now.read_only && <LookUp {...{question, at, filling}} />}
      {hint && (
        <p id={hint_id} class="quiet">
          {hint}
        </p>
      )}
      <Guidance question={question} />
      {invalid && <Wrong id={error_id} state={now} citizen={citizen} />}
    </div>
  );
}

interface ControlProps {
  question: Question;
  at: string;
  state: QuestionState;
  filling: Filling;
  described: string | undefined;
  invalid: boolean;
  label: ComponentChildren;
}

function Control({question, at, state, filling, described, invalid, label}: ControlProps) {
  const choices = question.choices.filter(c => state.choices?.includes(c.name) ?? true);
  return (
    <AnswerControl
      id={field_id(at)}
      asked={{...question, choices}}
      label={label}
      value={filling.pending(at) ?? state.value}
      put={value => filling.type(at, value)}
      chosen={() => void filling.flush()}
      read_only={state.read_only}
      required={state.required}
      invalid={invalid}
      described={described}
    />
  );
}

type FileProps = Omit<QuestionProps, "tried"> & {label: ComponentChildren; described: string | undefined};

// A picture or a scan: its label names the group of ways to get it.
function FileAnswer({question, at, filling, citizen, described, label}: FileProps) {
  const named = `${field_id(at)}-label`;
  return (
    <div id={field_id(at)} role="group" aria-labelledby={named} aria-describedby={described} class="stack">
      <div id={named}>{label}</div>
      <CaptureControl {...{question, at, filling, citizen}} />
    </div>
  );
}

function Label({question, state, citizen}: Pick<QuestionProps, "question" | "citizen"> & {state: QuestionState}) {
  const label = state.label ?? question.label;
  return (
    <span class="label">
      <span class="label-own">
        {text(label)}
        {!state.required && question.type !== "note" && !state.read_only && (
          <span class="optional"> {say("question.optional")}</span>
        )}
      </span>
      <ForCitizen citizen={citizen} words={label[citizen]} />
    </span>
  );
}

// More for who fills in, on demand: it stays out of the way of those who know.
function Guidance({question}: Pick<QuestionProps, "question">) {
  const words = text(question.guidance);
  if (!words) return null;
  return (
    <details class="guidance">
      <summary>{say("question.guidance")}</summary>
      <p>{words}</p>
    </details>
  );
}

function Wrong({id, state, citizen}: {id: string; state: QuestionState; citizen: Language}) {
  const words = (l: Language) => text(state.message, l) || say_in(l, `fault.${state.fault || "constraint"}`);
  return (
    <p id={id} class="wrong-words">
      <Icon name="warning" />
      <span>
        {words(language.value)}
        <ForCitizen citizen={citizen} words={words(citizen)} />
      </span>
    </p>
  );
}
