// Why a person must look, in a sentence.
import {number_text} from "kit/format";
import {say, text} from "kit/language";
import {reason_words} from "kit/parts/notice";
import type {Review} from "../api";

export function review_words(r: Review): string {
  if (r.field && r.label) return say("review.field", {label: text(r.label) || r.field});
  if (r.document) return say("review.document", {number: number_text(r.document.number)});
  return r.reason ? reason_words(r.reason) : say(`review.why.${r.kind}`);
}
