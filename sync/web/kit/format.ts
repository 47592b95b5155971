// Times, money and digits as people read them.
import {type Language, language, locale_tag} from "kit/language";

export type Money = {minor: number; currency: string};

const isolated = (s: string) => `\u2068${s}\u2069`;
const ltr = (s: string) => `\u2066${s}\u2069`;
const two = (n: number) => String(n).padStart(2, "0");

// Dates are day.month.year in digits, as on the papers: browsers know no month names in some languages.
export function clock(ms: number): string {
  const d = new Date(ms);
  return `${two(d.getHours())}:${two(d.getMinutes())}`;
}

export function day(ms: number): string {
  const d = new Date(ms);
  return `${two(d.getDate())}.${two(d.getMonth() + 1)}.${d.getFullYear()}`;
}

const same_day = (a: number, b: number) => new Date(a).toDateString() === new Date(b).toDateString();

// The clock alone today, with the day before that.
export const moment = (ms: number, now = Date.now()): string =>
  same_day(ms, now) ? clock(ms) : ltr(`${day(ms)}, ${clock(ms)}`);

const as_read: [RegExp, string][] = [
  [/^(\d{4})-(\d\d)-(\d\d)$/, "$3.$2.$1"],
  [/^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d).*$/, "$3.$2.$1 $4"],
  [/^(\d\d:\d\d):\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/, "$1"],
  [/^(-?\d{1,3}\.\d+) (-?\d{1,3}\.\d+)( -?[\d.]+){0,2}$/, "$1, $2"],
];

// XForms' date, moment, time of day or place as people read it; anything else as it is.
export const value_text = (value: string): string =>
  as_read.reduce((words, [shape, shown]) => words.replace(shape, shown), value);

// ISO 4217's minor digits where they are not two; browsers follow CLDR instead, which shows no paisa.
const digits: Record<string, number> = Object.fromEntries([
  ..."BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split(" ").map(c => [c, 0]),
  ..."BHD IQD JOD KWD LYD OMR TND".split(" ").map(c => [c, 3]),
]);
export const minor_digits = (currency: string): number => digits[currency] ?? 2;

// The parts of a price stay in their order in a right-to-left line: U+2068 … U+2069 isolate them.
export function money(m: Money, l: Language = language.value): string {
  const places = m.currency ? minor_digits(m.currency) : 0;
  const options = {minimumFractionDigits: places, maximumFractionDigits: places};
  const amount = new Intl.NumberFormat(locale_tag(l), options).format(m.minor / 10 ** places);
  return isolated(m.currency ? `${m.currency}\u00a0${amount}` : amount);
}

// Arabic-Indic and Persian digits to Latin ones.
export const latin_digits = (s: string): string =>
  s.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, d => String(d.charCodeAt(0) & 15));

export const number_text = (n: number | string): string => isolated(String(n));
