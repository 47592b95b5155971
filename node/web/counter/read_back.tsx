// Reading the answers back in the citizen's language before anything is filed.
import {useEffect, useRef} from "preact/hooks";
import {type Language, direction, language, say, say_in, text} from "kit/language";
import {runs_of} from "kit/parts/record";
import {is_file} from "../capture/words";
import {Picture} from "../capture/picture";
import type {Question, ServiceForm} from "../api";
import {answer_words} from "./answer_words";
import type {Filling} from "./filling";
import {type Placed, shown_places} from "./outline";

interface Props {
  form: ServiceForm;
  filling: Filling;
  citizen: Language;
  correct: (name?: string) => void;
}

export function ReadBack({form, filling, citizen, correct}: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const places = shown_places(form.form.children, filling).filter(p => p.question.type !== "note");
  const flagged = places.filter(p => p.question.read_back);
  return (
    <section class="card read-back">
      <div>
        <h2 ref={heading} tabIndex={-1}>
          {say("read_back.title")}
        </h2>
        <p class="quiet">{say("read_back.how")}</p>
      </div>
      <p class="read-intro" lang={citizen} dir={direction(citizen)}>
        {say_in(citizen, "read_back.intro")}
      </p>
      {/* Neighbours of one instance are read together, under its name. */}
      {runs_of(flagged.length ? flagged : places, p => p.instance).map(run => (
        <Run key={run[0]?.key} run={run} filling={filling} citizen={citizen} correct={correct} />
      ))}
    </section>
  );
}

type RunProps = Pick<Props, "filling" | "citizen" | "correct"> & {run: Placed[]};

function Run({run, filling, citizen, correct}: RunProps) {
  const instance = run[0]?.instance;
  return (
    <div lang={citizen} dir={direction(citizen)}>
      {instance && <h3>{filling.where(instance, citizen)}</h3>}
      <dl class="read-lines">
        {run.map(p => (
          <Line key={p.key} place={p} {...{filling, citizen, correct}} />
        ))}
      </dl>
    </div>
  );
}

function Line({place: {key, question: q}, filling, citizen, correct}: Omit<RunProps, "run"> & {place: Placed}) {
  const state = filling.questions.get(key)?.value;
  return (
    <div class="read-line">
      <dt>{text(state?.label ?? q.label, citizen)}</dt>
      <dd>
        <Answer question={q} at={key} value={state?.value ?? ""} {...{filling, citizen}} />
      </dd>
      <dd class="read-change" lang={language.value}>
        {!state?.read_only && (
          <button type="button" class="button plain" onClick={() => correct(key)}>
            {say("read_back.change")}
            <span class="hidden">
              : {filling.where(key)} {text(q.label)}
            </span>
          </button>
        )}
      </dd>
    </div>
  );
}

type AnswerProps = Pick<Props, "filling" | "citizen"> & {question: Question; at: string; value: string};

function Answer({question: q, at, value, filling, citizen}: AnswerProps) {
  const file = is_file(q) && filling.attachments.value.find(a => a.question === at);
  if (file) return <Picture file={file} label={text(filling.label(at), citizen)} labelled />;
  return <bdi>{answer_words(q, value, citizen)}</bdi>;
}
