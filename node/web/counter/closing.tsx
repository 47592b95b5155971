// The last look before filing: the answers read back, the people and their signatures, and the filing itself.
import {code_of} from "kit/live";
import {type Language, say} from "kit/language";
import {main_action} from "kit/main_action";
import {Fault, Notice, Waiting} from "kit/parts/notice";
import {useTask} from "kit/task";
import {api, type ServiceForm} from "../api";
import {party_words, shows_words, still_missing} from "../people/people";
import type {Filling} from "./filling";
import {PeopleCard} from "./people_card";
import {ReadBack} from "./read_back";

interface Props {
  form: ServiceForm;
  filling: Filling;
  citizen: Language;
  correct: (name?: string) => void;
  filed: (application: string) => void;
}

const to_reload = ["form_incomplete", "draft_changed_elsewhere", "party_missing", "consent_missing"];

export function Closing({form, filling, citizen, correct, filed}: Props) {
  const task = useTask();
  const file = async () => {
    const body = {draft: filling.draft.id, seen: filling.version, language: citizen};
    await task.run(async () => filed((await api.send("file_draft", body)).application));
    if (to_reload.includes(code_of(task.fault.value))) await filling.reload();
  };
  const waited = still_missing(filling.parties.value);
  return (
    <div class="closing">
      <ReadBack {...{form, filling, citizen, correct}} />
      <PeopleCard filling={filling} citizen={citizen} />
      {waited.length > 0 && (
        <Notice kind="care" title={say("people.wanted")}>
          <ul>
            {waited.map(p => (
              <li key={`${p.role}/${p.number}`}>
                {party_words(p, filling.parties.value)}
                {p.name && ` (${p.name})`}: {shows_words(p.missing)}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <Fault error={task.fault.value} />
      {task.busy.value ? (
        <Waiting words={say("read_back.filing")} />
      ) : (
        <div class="buttons">
          <button type="button" class="button primary big" onClick={() => void file()} {...main_action}>
            {say("read_back.file")}
          </button>
          <button type="button" class="button big" onClick={() => correct()}>
            {say("read_back.back")}
          </button>
        </div>
      )}
    </div>
  );
}

