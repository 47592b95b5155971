// Kinds of what a person must look at, by their looks; both pages have the same.
import type {IconName} from "kit/parts/icon";

export const kind_looks = {
  held: ["pause", "care"],
  late_review: ["clock", "care"],
  disputed: ["warning", "bad"],
  suspense: ["square", "care"],
  fee_differs: ["square", "care"],
  actor: ["person", "bad"],
  handed_over: ["paper", "bad"],
  voided: ["paper", "bad"],
  shown: ["person", "care"],
  attachment: ["camera", "care"],
  sheet: ["paper", "bad"],
  decision_superseded: ["turn", "care"],
  invalid: ["warning", "bad"],
  refused: ["cross", "bad"],
  after_closing: ["lock", "care"],
  duplicate: ["person", "care"],
  parked: ["pause", "bad"],
  waiting: ["hourglass", "care"],
  escalated: ["up", "bad"],
} as const satisfies Record<string, readonly [IconName, "care" | "bad"]>;
