// Sums as people type them: either script's digits, grouping signs passed over, a point or comma before the last digits.
import {latin_digits, minor_digits} from "kit/format";

export const sum_text = (typed: string): string =>
  latin_digits(typed)
    .replace(/[٫,]/g, ".")
    .replace(/[^\d.]/g, "");

// Minor units; null where it is no sum, or has more digits after the point than the currency.
export function parse_sum(typed: string, currency: string): number | null {
  const places = minor_digits(currency);
  const found = /^(\d{1,12})(?:\.(\d*))?$/.exec(sum_text(typed));
  if (!found) return null;
  const part = (found[2] ?? "").replace(/0+$/, "");
  if (part.length > places) return null;
  return Number(found[1]) * 10 ** places + Number(part.padEnd(places, "0") || 0);
}

// As a person would type it: 500, 1250.5 → "500", "1250.50".
export function sum_as_typed(minor: number, currency: string): string {
  const places = minor_digits(currency);
  const whole = Math.floor(minor / 10 ** places);
  const part = minor % 10 ** places;
  return part === 0 ? String(whole) : `${whole}.${String(part).padStart(places, "0")}`;
}
