// Walks a message that build/messages.mjs compiled from ICU MessageFormat.

export type Argument = string | number;
export type Arguments = Record<string, Argument>;
type Options = Record<string, Body>;
type Part = string | 0 | {a: string} | {n: string} | {p: string; o: Options} | {s: string; o: Options};
export type Body = string | Part[];
export type Bodies = Record<string, Body>;

export interface Locale {
  plural: Intl.PluralRules;
  number: Intl.NumberFormat;
  isolates: boolean; // right to left: what is put in keeps its own direction (U+2068 … U+2069)
}

const made = new Map<string, Locale>();

export function locale_of(tag: string): Locale {
  const known = made.get(tag);
  if (known) return known;
  const isolates = tag.startsWith("ur");
  const locale = {plural: new Intl.PluralRules(tag), number: new Intl.NumberFormat(tag), isolates};
  made.set(tag, locale);
  return locale;
}

export function write(body: Body, args: Arguments, locale: Locale, count = 0): string {
  if (typeof body === "string") return body;
  return body.map(part => write_part(part, args, locale, count)).join("");
}

const put_in = (text: string, locale: Locale): string => (locale.isolates ? `\u2068${text}\u2069` : text);

function write_part(part: Part, args: Arguments, locale: Locale, count: number): string {
  if (typeof part === "string") return part;
  if (part === 0) return locale.number.format(count);
  if ("a" in part) return put_in(String(args[part.a] ?? ""), locale);
  if ("n" in part) return locale.number.format(Number(args[part.n]));
  if ("s" in part) return write(part.o[String(args[part.s])] ?? part.o.other ?? "", args, locale, count);
  const n = Number(args[part.p]);
  return write(part.o[`=${n}`] ?? part.o[locale.plural.select(n)] ?? part.o.other ?? "", args, locale, n);
}
