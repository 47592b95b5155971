// The form itself. Enter goes to the next answer, so that a form is filled in without leaving the keys.
import {useRef} from "preact/hooks";
import {say, text} from "kit/language";
import {main_action} from "kit/main_action";
import type {ServiceForm} from "../api";
import {type FormProps, Nodes} from "./form_node";
import {sections_of, type Section} from "./outline";
import {PeopleCard} from "./people_card";

interface Props extends FormProps {
  form: ServiceForm;
  done: () => void;
}

const stop = "input:not(.hidden),select,textarea,.capture-go,.instance-head[aria-expanded=false],.add-instance,button.primary";

export function Form(props: Props) {
  const ref = useRef<HTMLFormElement>(null);
  const next = (e: KeyboardEvent) => {
    if (e.key !== "Enter" || e.ctrlKey || !(e.target as HTMLElement).matches("input,select")) return;
    e.preventDefault();
    const all = [...(ref.current?.querySelectorAll<HTMLElement>(stop) ?? [])];
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

function SectionView({section, filling, citizen, tried}: Props & {section: Section}) {
  const {group, children, name} = section;
  if (group && !filling.stands(name)) return null;
  const heading = `s-${name}`;
  return (
    <section class="card section" aria-labelledby={group ? heading : undefined}>
      {group && (
        <h2 id={heading} tabIndex={-1}>
          {text(group.label)}
        </h2>
      )}
      <Nodes nodes={children} instance="" headed={name} {...{filling, citizen, tried}} />
    </section>
  );
}
