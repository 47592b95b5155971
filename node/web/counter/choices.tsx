// Answers that are chosen: few by round or square boxes, many by a list.
import type {ComponentChildren} from "preact";
import {type Text, say, text} from "kit/language";
import type {ControlProps} from "./control";
import {field_id} from "./outline";

const boxes_max = 7;
type Props = ControlProps & {legend: ComponentChildren};

export function Choices(props: Props) {
  const {question, state} = props;
  const open = question.choices.filter(c => state.choices?.includes(c.name) ?? true);
  const listed = question.type === "select_one" && (open.length > boxes_max || /\bminimal\b/.test(question.appearance));
  if (question.type === "acknowledge") return <Boxes {...props} choices={[{name: "OK", label: say_all()}]} />;
  return listed ? <List {...props} choices={open} /> : <Boxes {...props} choices={open} />;
}

type Choice = {name: string; label: Text};
const say_all = (): Text => ({en: say("question.agreed"), ur: say("question.agreed"), az: say("question.agreed")});

function List({question, state, filling, described, invalid, legend, choices}: Props & {choices: Choice[]}) {
  return (
    <>
      <label for={field_id(question.name)}>{legend}</label>
      <select
        id={field_id(question.name)}
        class="input"
        value={filling.pending(question.name) ?? state.value}
        disabled={state.read_only}
        aria-describedby={described}
        aria-invalid={invalid ? "true" : undefined}
        onChange={e => filling.type(question.name, e.currentTarget.value)}
      >
        <option value="">{say("question.choose")}</option>
        {choices.map(c => (
          <option key={c.name} value={c.name}>
            {text(c.label)}
          </option>
        ))}
      </select>
    </>
  );
}

function Boxes({question, state, filling, described, invalid, legend, choices}: Props & {choices: Choice[]}) {
  const one = question.type === "select_one";
  const value = filling.pending(question.name) ?? state.value;
  const chosen = value.split(" ").filter(Boolean);
  const pick = (name: string, on: boolean) => {
    const next = one ? [name] : on ? [...chosen, name] : chosen.filter(c => c !== name);
    filling.type(question.name, next.join(" "));
    void filling.flush();
  };
  return (
    <fieldset
      id={field_id(question.name)}
      class="boxes"
      disabled={state.read_only}
      aria-describedby={described}
      aria-invalid={invalid ? "true" : undefined}
    >
      <legend>{legend}</legend>
      <div class={`box-list ${choices.length <= 3 ? "row" : ""}`}>
        {choices.map(c => (
          <label key={c.name} class="box">
            <input
              type={one ? "radio" : "checkbox"}
              name={question.name}
              checked={chosen.includes(c.name)}
              onChange={e => pick(c.name, e.currentTarget.checked)}
            />
            <span>{text(c.label)}</span>
          </label>
        ))}
        {one && value && !state.required && !state.read_only && (
          <button type="button" class="button plain" onClick={() => pick("", false)}>
            {say("question.clear")}
          </button>
        )}
      </div>
    </fieldset>
  );
}
