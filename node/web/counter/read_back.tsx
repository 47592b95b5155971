// Reading the answers back in the citizen's language before anything is filed.
import {useEffect, useRef} from "preact/hooks";
import {type Language, direction, language, say, say_in, text} from "kit/language";
import {is_file} from "../capture/words";
import {Picture} from "../capture/picture";
import type {Question, ServiceForm} from "../api";
import type {Filling} from "./filling";
import {shown_questions} from "./outline";
import {manner_of} from "./typed";

interface Props {
  form: ServiceForm;
  filling: Filling;
  citizen: Language;
  correct: (name?: string) => void;
}

export function ReadBack({form, filling, citizen, correct}: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const questions = shown_questions(form, filling).filter(q => q.type !== "note");
  const flagged = questions.filter(q => q.read_back);
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
      <Answers questions={flagged.length ? flagged : questions} filling={filling} citizen={citizen} correct={correct} />
    </section>
  );
}

type AnswersProps = Pick<Props, "filling" | "citizen" | "correct"> & {questions: Question[]};

const Answers = ({questions, filling, citizen, correct}: AnswersProps) => (
  <dl class="read-lines" lang={citizen} dir={direction(citizen)}>
    {questions.map(q => {
      const state = filling.questions.get(q.name)?.value;
      return (
        <div key={q.name} class="read-line">
          <dt>{text(state?.label ?? q.label, citizen)}</dt>
          <dd>
            <Answer question={q} value={state?.value ?? ""} {...{filling, citizen}} />
          </dd>
          <dd class="read-change" lang={language.value}>
            {!state?.read_only && (
              <button type="button" class="button plain" onClick={() => correct(q.name)}>
                {say("read_back.change")}
                <span class="hidden">: {text(q.label)}</span>
              </button>
            )}
          </dd>
        </div>
      );
    })}
  </dl>
);

type AnswerProps = Pick<Props, "filling" | "citizen"> & {question: Question; value: string};

function Answer({question: q, value, filling, citizen}: AnswerProps) {
  const file = is_file(q) && filling.attachments.value.find(a => a.question === q.name);
  if (file) return <Picture file={file} label={text(filling.label(q.name), citizen)} labelled />;
  return <bdi>{answer_words(q, value, citizen)}</bdi>;
}

export function answer_words(q: Question, value: string, l: Language): string {
  if (value === "") return say_in(l, "record.blank");
  if (q.type === "acknowledge") return say_in(l, "question.agreed");
  if (!q.type.startsWith("select_")) return manner_of(q).show(value);
  const label = (name: string) => text(q.choices.find(c => c.name === name)?.label, l) || name;
  return value
    .split(" ")
    .map(label)
    .join(l === "ur" ? "، " : ", ");
}
