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
}

export function locale_of(tag: string): Locale {
  return {plural: new Intl.PluralRules(tag), number: new Intl.NumberFormat(tag)};
}

export function write(body: Body, args: Arguments, locale: Locale, count = 0): string {
  if (typeof body === "string") return body;
  return body.map(part => write_part(part, args, locale, count)).join("");
}

function write_part(part: Part, args: Arguments, locale: Locale, count: number): string {
  if (typeof part === "string") return part;
  if (part === 0) return locale.number.format(count);
  if ("a" in part) return String(args[part.a] ?? "");
  if ("n" in part) return locale.number.format(Number(args[part.n]));
  if ("s" in part) return write(part.o[String(args[part.s])] ?? part.o.other ?? "", args, locale, count);
  const n = Number(args[part.p]);
  return write(part.o[`=${n}`] ?? part.o[locale.plural.select(n)] ?? part.o.other ?? "", args, locale, n);
}
