// An attachment as a small picture; a press shows it large. What is no picture (PDF) opens beside the page.
import {useSignal} from "@preact/signals";
import {segment} from "kit/contract";
import {say} from "kit/language";
import {Dialog} from "kit/parts/dialog";
import {Icon} from "kit/parts/icon";
import type {Attachment} from "../api";

export const file_url = (hash: string): string => `/api/v1/attachments/${segment(hash)}`;

type Shown = Pick<Attachment, "hash" | "media" | "bytes" | "exception">;

interface Props {
  file: Shown;
  label: string;
  labelled?: boolean; // the label stands beside it already
}

export function Picture({file, label, labelled}: Props) {
  const large = useSignal(false);
  const gone = useSignal(false);
  const words = say("capture.look", {what: label});
  return (
    <figure class="picture">
      {file.media.startsWith("image/") && !gone.value ? (
        <button type="button" class="thumb" onClick={() => (large.value = true)} aria-label={words} title={words}>
          <img src={file_url(file.hash)} alt="" loading="lazy" onError={() => (gone.value = true)} />
        </button>
      ) : gone.value ? (
        <span class="thumb gone" role="img" aria-label={say("capture.gone")} title={say("capture.gone")}>
          <Icon name="paper" />
        </span>
      ) : (
        <a class="thumb" href={file_url(file.hash)} target="_blank" rel="noreferrer" aria-label={words} title={words}>
          <Icon name="paper" />
        </a>
      )}
      <figcaption>
        {!labelled && <strong>{label}</strong>}
        <span class="quiet">{say("capture.size", {kilobytes: Math.max(1, Math.round(file.bytes / 1024))})}</span>
        {gone.value && <span class="quiet">{say("capture.gone")}</span>}
        {file.exception && (
          <span class="exception">
            <Icon name="warning" />
            {say("capture.exception_stands", {reason: file.exception})}
          </span>
        )}
      </figcaption>
      {large.value && (
        <Dialog title={label} onClose={() => (large.value = false)}>
          <img class="large" src={file_url(file.hash)} alt={label} />
          <div class="buttons">
            <button type="button" class="button primary" onClick={() => (large.value = false)}>
              {say("capture.close")}
            </button>
          </div>
        </Dialog>
      )}
    </figure>
  );
}
