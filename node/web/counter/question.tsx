// One question: its label in the operator's language and the citizen's, its control, and what is wrong with the answer.
import {type Signal, useSignal} from "@preact/signals";
import {type Language, language, say, say_in, text} from "kit/language";
import {pointer_up} from "kit/pointer";
import {Icon} from "kit/parts/icon";
import type {Question, QuestionState} from "../api";
import {CaptureControl} from "../capture/capture";
import {is_file} from "../capture/words";
import {Choices} from "./choices";
import type {Filling} from "./filling";
import {ForCitizen} from "./for_citizen";
import {field_id} from "./outline";
import {TextControl} from "./text_control";

export interface QuestionProps {
  question: Question;
  filling: Filling;
  citizen: Language;
  tried: boolean; // filing was tried: what is missing is said beside the field too
}

export function QuestionView(props: QuestionProps) {
  const state = props.filling.questions.get(props.question.name);
  if (!state?.value.relevant) return null;
  if (props.question.type === "note") return <Note {...props} state={state} />;
  return <Answerable {...props} state={state} />;
}

type Stateful = QuestionProps & {state: Signal<QuestionState>};

const Note = ({question, state, citizen}: Stateful) => (
  <div class="question note" id={field_id(question.name)}>
    <Label question={question} state={state.value} citizen={citizen} />
  </div>
);

function Answerable({question, state, filling, citizen, tried}: Stateful) {
  const now = state.value;
  const left = useSignal(now.value !== "");
  // Nobody is told of a fault while typing for the first time, nor that an answer is needed before filing was tried.
  const invalid = now.fault !== "" && (tried || (left.value && now.fault !== "required"));
  const hint = text(question.hint);
  const [hint_id, error_id] = [`${field_id(question.name)}-hint`, `${field_id(question.name)}-error`];
  const described = [hint && hint_id, invalid && error_id].filter(Boolean).join(" ") || undefined;
  const multiple = question.type.startsWith("select_") || question.type === "acknowledge";
  const control = {question, state: now, filling, described, invalid};
  return (
    <div
      class={`question ${invalid ? "wrong" : ""}`}
      onFocusOut={() => {
        void filling.flush();
        void pointer_up().then(() => (left.value = true));
      }}
    >
      {is_file(question) ? (
        <FileAnswer {...{question, state: now, filling, citizen, described}} />
      ) : multiple ? (
        <Choices {...control} legend={<Label question={question} state={now} citizen={citizen} />} />
      ) : (
        <>
          <label for={field_id(question.name)}>
            <Label question={question} state={now} citizen={citizen} />
          </label>
          <TextControl {...control} />
        </>
      )}
      {!is_file(question) && question.capture && <CaptureControl {...{question, filling, citizen}} />}
      {hint && (
        <p id={hint_id} class="quiet">
          {hint}
        </p>
      )}
      {invalid && <Wrong id={error_id} state={now} citizen={citizen} />}
    </div>
  );
}

type FileProps = Omit<QuestionProps, "tried"> & {state: QuestionState; described: string | undefined};

// A picture or a scan: its label names the group of ways to get it.
function FileAnswer({question, state, filling, citizen, described}: FileProps) {
  const label = `${field_id(question.name)}-label`;
  return (
    <div id={field_id(question.name)} role="group" aria-labelledby={label} aria-describedby={described} class="stack">
      <div id={label}>
        <Label question={question} state={state} citizen={citizen} />
      </div>
      <CaptureControl {...{question, filling, citizen}} />
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
