// Each language by its own name, in its own script.
import {type Language, language, own_names, say, use_language} from "kit/language";

interface Props {
  languages: readonly Language[];
  label?: string;
  value?: Language;
  onPick?: (l: Language) => void;
}

export function LanguageSwitch({languages, label, value, onPick}: Props) {
  const pick = onPick ?? (l => void use_language(l));
  return (
    <select
      class="language"
      autocomplete="off"
      aria-label={label ?? say("bar.language")}
      value={value ?? language.value}
      onChange={e => pick(e.currentTarget.value as Language)}
    >
      {languages.map(l => (
        <option key={l} value={l} lang={l}>
          {own_names[l]}
        </option>
      ))}
    </select>
  );
}
