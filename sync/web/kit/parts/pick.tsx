// One of few, by a list or by boxes; a filter says by its label what it filters.
import type {Cell} from "kit/parts/text_field";

interface Props {
  label: string;
  value: Cell;
  from: readonly (readonly [id: string, words: string])[];
  all?: string; // the words of "no choice"
}

export const Pick = ({label, all, value, from}: Props) => (
  <label>
    {label}
    <select
      class="input"
      autocomplete="off"
      value={value.value}
      onChange={e => (value.value = e.currentTarget.value)}
    >
      {all !== undefined && <option value="">{all}</option>}
      {from.map(([id, words]) => (
        <option key={id} value={id}>
          {words}
        </option>
      ))}
    </select>
  </label>
);

interface RadiosProps extends Omit<Props, "all"> {
  name: string;
}

export const Radios = ({label, name, value, from}: RadiosProps) => (
  <fieldset class="boxes">
    <legend>{label}</legend>
    <div class="box-list row">
      {from.map(([id, words]) => (
        <label key={id} class="box">
          <input
            type="radio"
            autocomplete="off"
            name={name}
            checked={value.value === id}
            required
            onChange={() => (value.value = id)}
          />
          <span>{words}</span>
        </label>
      ))}
    </div>
  </fieldset>
);
