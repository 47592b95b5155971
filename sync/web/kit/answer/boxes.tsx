// Answers that are ticked: one by round boxes, several by square ones. Many of them are narrowed by a few letters.
import {useSignal} from "@preact/signals";
import {type Answering, aria} from "kit/answer/answering";
import {matches} from "kit/fold";
import {say, text} from "kit/language";

export function Boxes({narrow, ...a}: Answering & {narrow?: boolean}) {
  const query = useSignal("");
  const {choices, type} = a.asked;
  const one = type === "select_one";
  const chosen = a.value.split(" ").filter(Boolean);
  const put = (value: string) => {
    a.put(value);
    a.chosen?.();
  };
  const tick = (name: string, on: boolean) =>
    put((one ? [name] : on ? [...chosen, name] : chosen.filter(c => c !== name)).join(" "));
  // What is ticked stays in sight.
  const shown = choices.filter(c => chosen.includes(c.name) || matches(query.value, ...Object.values(c.label)));
  return (
    <fieldset id={a.id} class="boxes" disabled={a.read_only} {...aria(a)}>
      <legend>{a.label}</legend>
      {narrow && (
        <input
          class="input narrow-by"
          type="search"
          autocomplete="off"
          aria-label={say("choices.narrow")}
          placeholder={say("choices.narrow")}
          value={query.value}
          onInput={e => (query.value = e.currentTarget.value)}
        />
      )}
      <div class={`box-list ${choices.length <= 3 ? "row" : ""} ${narrow ? "long" : ""}`}>
        {shown.map(c => (
          <label key={c.name} class="box">
            <input
              type={one ? "radio" : "checkbox"}
              autocomplete="off"
              name={a.id}
              checked={chosen.includes(c.name)}
              onChange={e => tick(c.name, e.currentTarget.checked)}
            />
            <span>{text(c.label)}</span>
          </label>
        ))}
        {shown.length === 0 && <p class="quiet">{say("choices.none")}</p>}
        {one && a.value && !a.required && !a.read_only && (
          <button type="button" class="button plain" onClick={() => put("")}>
            {say("question.clear")}
          </button>
        )}
      </div>
    </fieldset>
  );
}
