// One of a list that opens.
import {type Answering, aria} from "kit/answer/answering";
import {say, text} from "kit/language";

export function Select(a: Answering) {
  return (
    <>
      <label for={a.id}>{a.label}</label>
      <select
        id={a.id}
        class="input"
        autocomplete="off"
        value={a.value}
        disabled={a.read_only}
        {...aria(a)}
        onChange={e => a.put(e.currentTarget.value)}
      >
        <option value="">{say("question.choose")}</option>
        {a.asked.choices.map(c => (
          <option key={c.name} value={c.name}>
            {text(c.label)}
          </option>
        ))}
      </select>
    </>
  );
}
