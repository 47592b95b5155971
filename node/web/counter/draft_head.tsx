// Above the form: which service, for whom, whether everything is saved, the citizen's language, and throwing it away.
import {useSignal} from "@preact/signals";
import {checking, reached} from "kit/client";
import {clock} from "kit/format";
import {type Language, say, text} from "kit/language";
import {Dialog} from "kit/parts/dialog";
import {Icon, type IconName} from "kit/parts/icon";
import {LanguageSwitch} from "kit/parts/language_switch";
import {Fault, Notice} from "kit/parts/notice";
import {go, href} from "kit/router";
import {api, type ServiceForm} from "../api";
import {languages, me} from "../state";
import type {Filling} from "./filling";
import {jump_to} from "./outline";

interface Props {
  form: ServiceForm;
  filling: Filling;
  citizen: Language;
  pick: (l: Language) => void;
}

export function DraftHead({form, filling, citizen, pick}: Props) {
  const {holder, seat} = filling.draft;
  const known = form.languages.filter((l): l is Language => l === "en" || l === "ur" || l === "az");
  return (
    <>
      <div class="room-head">
        <div>
          <a class="back" href={href("counter")}>
            <Icon name="back" />
            {say("counter.back")}
          </a>
          <h1>{text(form.title)}</h1>
        </div>
        <div class="draft-tools">
          <Saved filling={filling} />
          <label class="citizen">
            <span class="quiet">{say("draft.citizen_reads")}</span>
            <LanguageSwitch
              languages={known.length ? known : languages.value}
              label={say("draft.citizen_reads")}
              value={citizen}
              onPick={pick}
            />
          </label>
          <Discard id={filling.draft.id} />
        </div>
      </div>
      {holder.id !== me.value?.id && <Notice kind="care" title={say("draft.held_by", {name: holder.name, seat})} />}
      <NotSaved filling={filling} />
      <Overtaken filling={filling} />
    </>
  );
}

type Look = [tone: string, icon: IconName, words: string];

// Never "saving" for what was refused, and "saved" only once the node has said so.
function standing({kept, fault, saved_at}: Filling): Look {
  if (kept.value) return ["good", "tick", say("draft.saved", {time: clock(saved_at.value)})];
  if (fault.value) return ["bad", "warning", say("draft.not_saved")];
  if (!reached.value) return ["care", "up", say("draft.kept_here")];
  return ["busy", "up", say(checking.value > 0 ? "draft.checking" : "draft.saving")];
}

function Saved({filling}: {filling: Filling}) {
  const [tone, icon, words] = standing(filling);
  return (
    <p class={`saved ${tone}`} role="status">
      <Icon name={icon} />
      {words}
    </p>
  );
}

function NotSaved({filling}: {filling: Filling}) {
  if (!filling.fault.value) return null;
  return (
    <>
      <Fault error={filling.fault.value} />
      {!filling.kept.value && (
        <div class="buttons">
          <button type="button" class="button" onClick={() => void filling.flush()}>
            {say("draft.again")}
          </button>
        </div>
      )}
    </>
  );
}

function Overtaken({filling}: {filling: Filling}) {
  const lost = filling.overtaken.value;
  if (lost.length === 0) return null;
  const label = (key: string) => [filling.where(key), text(filling.label(key)) || key].filter(Boolean).join(" › ");
  const settle = (name: string) => {
    filling.overtaken.value = lost.filter(o => o.name !== name);
    jump_to(name, filling);
  };
  const put_mine = (name: string, mine: string) => {
    filling.type(name, mine);
    settle(name);
  };
  return (
    <Notice kind="care" title={say("draft.overtaken")}>
      <ul class="stack">
        {lost.map(o => (
          <li key={o.name} class="buttons">
            <span>{say("draft.overtaken_field", {label: label(o.name), mine: o.mine || say("record.blank")})}</span>
            <button type="button" class="button" onClick={() => put_mine(o.name, o.mine)}>
              {say("draft.put_mine")}
            </button>
            <button type="button" class="button plain" onClick={() => settle(o.name)}>
              {say("draft.leave_theirs")}
            </button>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Discard({id}: {id: string}) {
  const asking = useSignal(false);
  const fault = useSignal<Error | null>(null);
  const discard = () =>
    api.send("discard_draft", {draft: id}).then(
      () => go("counter"),
      e => (fault.value = e as Error),
    );
  return (
    <>
      <button type="button" class="button plain" onClick={() => (asking.value = true)}>
        {say("draft.discard")}
      </button>
      {asking.value && (
        <Dialog title={say("draft.discard_title")} onClose={() => (asking.value = false)}>
          <p>{say("draft.discard_text")}</p>
          <Fault error={fault.value} />
          <div class="buttons">
            <button type="button" class="button" onClick={() => (asking.value = false)}>
              {say("draft.keep")}
            </button>
            <button type="button" class="button danger" onClick={() => void discard()}>
              {say("draft.discard_yes")}
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}
