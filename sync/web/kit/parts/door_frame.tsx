// What stands around a door: the name of the house, the languages, and a title.
import type {ComponentChildren} from "preact";
import {reached} from "kit/client";
import {type Language, say} from "kit/language";
import {LanguageSwitch} from "kit/parts/language_switch";
import {Notice} from "kit/parts/notice";

interface Props {
  title: string;
  note: string | undefined;
  languages: readonly Language[];
  children: ComponentChildren;
}

export function DoorFrame({title, note, languages, children}: Props) {
  return (
    <div class="door">
      <header class="door-top">
        <span class="brand">Karvan</span>
        <LanguageSwitch languages={languages} />
      </header>
      <main class="door-main">
        <div>
          <h1>{title}</h1>
          <p class="quiet">{note}</p>
        </div>
        {!reached.value && <Notice kind="care" title={say("page.unreached")} />}
        {children}
      </main>
    </div>
  );
}
