// What cannot be done yet, and why, in plain words.
import {say, say_if_known} from "kit/language";
import {Notice, reason_words} from "kit/parts/notice";
import type {Application} from "../api";

export const command_words = (command: string): string => say_if_known(`command.${command}`) ?? command;

export function Waits({waits}: {waits: Application["waits"]}) {
  if (waits.length === 0) return null;
  return (
    <Notice kind="care" title={say("desk.waits")}>
      <ul class="stack">
        {waits.map(w => (
          <li key={w.command}>
            <strong>{command_words(w.command)}</strong>
            <br />
            {reason_words(w.code)}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
