// What cannot be done yet, and why, in plain words.
import {say, say_if_known, text} from "kit/language";
import {Notice, reason_words} from "kit/parts/notice";
import type {Application} from "../api";

export const command_words = (command: string): string => say_if_known(`command.${command}`) ?? command;

// Which stage or answer it is about, where the node says so.
function about(w: Application["waits"][number], a: Application): string {
  if (w.args.before) return text(a.stages.find(s => s.id === w.args.before)?.title) || w.args.before;
  if (w.args.field) return text(a.fields.find(f => f.name === w.args.field)?.label) || w.args.field;
  return "";
}

export function Waits({application: a}: {application: Application}) {
  if (a.waits.length === 0) return null;
  return (
    <Notice kind="care" title={say("desk.waits")}>
      <ul class="stack">
        {a.waits.map(w => (
          <li key={w.command}>
            <strong>
              {command_words(w.command)}
              {about(w, a) && ` · ${about(w, a)}`}
            </strong>
            <br />
            {reason_words(w.code)}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
