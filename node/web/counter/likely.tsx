// Who fills in a form may have been here before: the same name and date of birth. Only a hint; nothing waits for it.
import {useSignal} from "@preact/signals";
import {useEffect} from "preact/hooks";
import {segment} from "kit/contract";
import {moment} from "kit/format";
import {say, text} from "kit/language";
import {Notice} from "kit/parts/notice";
import {href} from "kit/router";
import {api, type Likely as Found} from "../api";
import type {Filling} from "./filling";

const pause_ms = 1200; // after what was typed is kept

export function Likely({filling}: {filling: Filling}) {
  const found = useSignal<Found[]>([]);
  const saved = filling.saved_at.value;
  useEffect(() => {
    const path = `/drafts/${segment(filling.draft.id)}/likely`;
    const timer = setTimeout(() => {
      api.fetch("/drafts/{id}/likely", path).then(
        all => (found.value = all),
        () => {}, // a hint that does not come is missed by nobody
      );
    }, pause_ms);
    return () => clearTimeout(timer);
  }, [saved, filling]);
  if (found.value.length === 0) return null;
  return (
    <Notice kind="info" calm title={say("likely.title")}>
      <ul class="lines">
        {found.value.map(f => (
          <li key={f.application} class="line">
            <a href={href("applications", f.application)}>
              {f.who} · {text(f.title)} · <bdi class="number">{f.tracking}</bdi>
            </a>
            <span class="quiet">{moment(f.updated)}</span>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
