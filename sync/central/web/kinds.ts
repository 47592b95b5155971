// Kinds of review, in words and looks.
import type {IconName} from "kit/parts/icon";
import type {ReviewKind} from "./state";

export const kinds = [
  "held", "late_review", "disputed", "suspense", "fee_differs", "actor", "handed_over", "shown", "attachment", "sheet",
  "decision_superseded", "invalid", "refused", "after_closing", "escalated",
] as const satisfies readonly ReviewKind[]; // biome-ignore format: one glance

export const kind_looks: Record<ReviewKind, [IconName, "care" | "bad"]> = {
  held: ["pause", "care"],
  late_review: ["clock", "care"],
  disputed: ["warning", "bad"],
  suspense: ["square", "care"],
  fee_differs: ["square", "care"],
  actor: ["person", "bad"],
  handed_over: ["paper", "bad"],
  shown: ["person", "care"],
  attachment: ["camera", "care"],
  sheet: ["paper", "bad"],
  decision_superseded: ["turn", "care"],
  invalid: ["warning", "bad"],
  refused: ["cross", "bad"],
  after_closing: ["lock", "care"],
  escalated: ["up", "bad"],
};
