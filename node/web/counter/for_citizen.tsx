// What the citizen is to read too, in their own language; nothing where it is the operator's.
import {direction, type Language, language} from "kit/language";

export const ForCitizen = ({citizen, words}: {citizen: Language; words: string | undefined}) =>
  citizen !== language.value && words ? (
    <span class="label-citizen" lang={citizen} dir={direction(citizen)}>
      {words}
    </span>
  ) : null;
