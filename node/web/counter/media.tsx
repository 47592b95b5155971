// What a form shows and says beside a question: a picture, and its words spoken for a citizen who cannot read.
import {useSignal} from "@preact/signals";
import {segment} from "kit/contract";
import {type Language, language, say, text} from "kit/language";
import type {Question} from "../api";

const url = (digest: string): string => `/api/v1/media/${segment(digest)}`;

// In the citizen's language, else the operator's, else in whatever there is; blank: none.
function digest_for(in_languages: Partial<Record<string, string>> | undefined, citizen: Language): string {
  const all = in_languages ?? {};
  return all[citizen] ?? all[language.value] ?? Object.values(all).find(Boolean) ?? "";
}

export function LabelMedia({question, citizen}: {question: Question; citizen: Language}) {
  const {image, audio} = question.media;
  const [picture, sound] = [image, audio].map(m => digest_for(m, citizen));
  const label = text(question.label);
  if (!picture && !sound) return null;
  return (
    <div class="label-media">
      {picture && <Shown key={picture} digest={picture} label={label} />}
      {sound && <audio key={sound} controls preload="none" src={url(sound)} aria-label={say("question.spoken", {label})} />}
    </div>
  );
}

// This box may not have it yet: then the words alone stand there.
function Shown({digest, label}: {digest: string; label: string}) {
  const gone = useSignal(false);
  if (gone.value) return null;
  const alt = say("question.picture", {label});
  return <img class="label-picture" src={url(digest)} alt={alt} loading="lazy" onError={() => (gone.value = true)} />;
}
