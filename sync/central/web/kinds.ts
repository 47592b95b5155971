// Kinds of review, as the filters list them.
import type {ReviewKind} from "./state";

export const kinds = [
  "held", "late_review", "disputed", "duplicate", "suspense", "fee_differs", "actor", "handed_over", "voided", "shown",
  "attachment", "sheet", "decision_superseded", "invalid", "refused", "after_closing", "parked", "waiting", "escalated",
] as const satisfies readonly ReviewKind[]; // biome-ignore format: one glance
