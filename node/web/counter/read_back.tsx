// Reading the answers back in the citizen's language before anything is filed.
import {useSignal} from "@preact/signals";
import {useEffect, useRef} from "preact/hooks";
import {code_of} from "kit/live";
import {type Language, direction, language, say, say_in, text} from "kit/language";
import {main_action} from "kit/main_action";
import {Fault, Waiting} from "kit/parts/notice";
import {api, type Question, type ServiceForm} from "../api";
import type {Filling} from "./filling";
import {shown_questions} from "./outline";
import {manner_of} from "./typed";

interface Props {
  form: ServiceForm;
  filling: Filling;
  citizen: Language;
  correct: (name?: string) => void;
  filed: (application: string) => void;
}

export function ReadBack({form, filling, citizen, correct, filed}: Props) {
  const busy = useSignal(false);
  const fault = useSignal<Error | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const file = async () => {
    busy.value = true;
    fault.value = null;
    try {
      const {application} = await api.send("file_draft", {
        draft: filling.draft.id,
        seen: filling.version,
        language: citizen,
      });
      return filed(application);
    } catch (error) {
      fault.value = error as Error;
      if (["form_incomplete", "draft_changed_elsewhere"].includes(code_of(fault.value))) await filling.reload();
    }
    busy.value = false;
  };
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
      <Fault error={fault.value} />
      {busy.value ? (
        <Waiting words={say("read_back.filing")} />
      ) : (
        <div class="buttons">
          <button type="button" class="button primary big" onClick={() => void file()} {...main_action}>
            {say("read_back.file")}
          </button>
          <button type="button" class="button big" onClick={() => correct()}>
            {say("read_back.back")}
          </button>
        </div>
      )}
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
            <bdi>{answer_words(q, state?.value ?? "", citizen)}</bdi>
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
