// The form itself. Enter goes to the next answer, so that a form is filled in without leaving the keys.
import {useRef} from "preact/hooks";
import {type Language, say, text} from "kit/language";
import {main_action} from "kit/main_action";
import type {FormNode, ServiceForm} from "../api";
import type {Filling} from "./filling";
import {sections_of, type Section} from "./outline";
import {PeopleCard} from "./people_card";
import {QuestionView} from "./question";

interface Props {
  form: ServiceForm;
  filling: Filling;
  citizen: Language;
  tried: boolean;
  done: () => void;
}

export function Form(props: Props) {
  const ref = useRef<HTMLFormElement>(null);
  const next = (e: KeyboardEvent) => {
    if (e.key !== "Enter" || e.ctrlKey || !(e.target as HTMLElement).matches("input,select")) return;
    e.preventDefault();
    const all = [...(ref.current?.querySelectorAll<HTMLElement>("input:not(.hidden),select,textarea,.capture-go,button.primary") ?? [])];
    const stops = all.filter(c => !(c as HTMLInputElement).disabled);
    const here = document.activeElement as HTMLElement;
    const after = stops
      .slice(stops.indexOf(here) + 1)
      .find(
        c =>
          (c as HTMLInputElement).name !== (here as HTMLInputElement).name ||
          !c.matches("[type=radio],[type=checkbox]"),
      );
    after?.focus();
  };
  return (
    <form ref={ref} class="form" onKeyDown={next} onSubmit={e => e.preventDefault()} noValidate>
      {sections_of(props.form).map(s => (
        <SectionView key={s.name} section={s} {...props} />
      ))}
      <PeopleCard filling={props.filling} citizen={props.citizen} />
      <button type="button" class="button primary big" onClick={props.done} {...main_action}>
        {say("draft.read_back")}
      </button>
    </form>
  );
}

function SectionView({section, ...props}: Props & {section: Section}) {
  if (section.group && props.filling.groups.value[section.name]?.relevant === false) return null;
  const heading = `s-${section.name}`;
  return (
    <section class="card section" aria-labelledby={section.group ? heading : undefined}>
      {section.group && (
        <h2 id={heading} tabIndex={-1}>
          {text(section.group.label)}
        </h2>
      )}
      {section.children.map(n => (
        <Node key={n.name} node={n} {...props} />
      ))}
    </section>
  );
}

function Node({node, ...props}: Props & {node: FormNode}) {
  if (node.kind === "question") return <QuestionView question={node} {...props} />;
  if (props.filling.groups.value[node.name]?.relevant === false) return null;
  return (
    <fieldset class="subgroup">
      <legend>
        <h3>{text(node.label)}</h3>
      </legend>
      {node.children.map(n => (
        <Node key={n.name} node={n} {...props} />
      ))}
    </fieldset>
  );
}
