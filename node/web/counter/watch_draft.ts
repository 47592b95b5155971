// Another desk may change the draft that is open here: the node says so, and the answers are fetched anew.
import {live} from "kit/live";
import type {Filling} from "./filling";

export function listen_draft(filling: Filling): () => void {
  let first = true;
  const watched = live(`draft/${filling.draft.id}`, async () => {
    if (!first && filling.kept.peek()) await filling.reload();
    first = false;
  });
  return watched.watch();
}
