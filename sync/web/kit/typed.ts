// How answers are typed and shown, against how XForms writes them. Either script's digits are taken; separators come by
// themselves. What cannot be read yet goes to the node as it is: kept, and marked by the form engine.
import {latin_digits} from "kit/format";

export interface Manner {
  show: (value: string) => string; // from XForms' lexical form
  tidy: (typed: string, before: string) => string; // after each key
  read: (shown: string) => string; // to XForms' lexical form
}

const as_is: Manner = {show: v => v, tidy: t => t, read: s => s};

const number: Manner = {
  show: v => v,
  tidy: t => latin_digits(t).replace(/[^\d.-]/g, ""),
  read: s => s,
};

// "99999-9999999-9": digits fill the nines, the rest writes itself.
function masked(mask: string): Manner {
  const tidy = (typed: string, before: string) => {
    const digits = latin_digits(typed).replace(/\D/g, "");
    const erased = typed.length < before.length;
    return fill(mask, digits, !erased);
  };
  return {show: v => fill(mask, v.replace(/\D/g, ""), false), tidy, read: s => s};
}

// Puts digits into the mask; `ahead` also writes the separator that follows a full group.
function fill(mask: string, digits: string, ahead: boolean): string {
  let out = "";
  let next = 0;
  for (const sign of mask) {
    if (sign === "9") {
      const digit = digits[next++];
      if (digit === undefined) break;
      out += digit;
    } else if (next < digits.length || (ahead && next === digits.length && next > 0)) {
      out += sign;
    } else break;
  }
  return out;
}

const date_mask = masked("99.99.9999");
const date: Manner = {
  show: v => v.replace(/^(\d{4})-(\d\d)-(\d\d)$/, "$3.$2.$1"),
  tidy: date_mask.tidy,
  read: s => s.replace(/^(\d\d)\.(\d\d)\.(\d{4})$/, "$3-$2-$1"),
};

const time_mask = masked("99:99");
const time: Manner = {
  show: v => v.slice(0, 5),
  tidy: time_mask.tidy,
  read: s => (/^\d\d:\d\d$/.test(s) ? `${s}:00` : s),
};

// At the clock of the place: no offset is asked for, and none is shown.
const moment_mask = masked("99.99.9999 99:99");
const date_time: Manner = {
  show: v => v.replace(/^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d).*$/, "$3.$2.$1 $4"),
  tidy: moment_mask.tidy,
  read: s => s.replace(/^(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d)$/, "$3-$2-$1T$4:00"),
};

const manners: Record<string, Manner> = {integer: number, decimal: number, date, time, dateTime: date_time};
type Asked = {type: string; appearance: string; mask?: string | undefined};

export function manner_of({type, appearance, mask}: Asked): Manner {
  if (mask) return masked(mask);
  return manners[type] ?? (/\bnumbers\b/.test(appearance) ? number : as_is);
}

export const is_digits = ({type, appearance, mask}: Asked): boolean =>
  type in manners || type === "barcode" || Boolean(mask) || /\bnumbers\b/.test(appearance);

// XForms' geopoint: latitude, longitude, altitude and accuracy in metres, parted by blanks.
export interface Position {
  latitude: string;
  longitude: string;
  altitude: string;
  accuracy: string;
}

export function read_position(value: string): Position {
  const [latitude = "", longitude = "", altitude = "", accuracy = ""] = value.split(" ");
  return {latitude: latitude === "?" ? "" : latitude, longitude, altitude, accuracy};
}

// Half a place is no place: the missing half is a question mark, which no form takes.
export function write_position({latitude, longitude, altitude, accuracy}: Position): string {
  if (latitude === "" && longitude === "") return "";
  return [latitude || "?", longitude || "?", altitude || "0", accuracy || "0"].join(" ");
}

const degrees = /^-?\d{1,3}(\.\d+)?$/;
export const is_position = (value: string): boolean => {
  const parts = value.split(" ");
  return parts.length >= 2 && parts.length <= 4 && degrees.test(parts[0] ?? "") && degrees.test(parts[1] ?? "");
};
