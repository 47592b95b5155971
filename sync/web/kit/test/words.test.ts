import assert from "node:assert/strict";
import {test} from "node:test";
import {matches} from "kit/fold";
import {day, latin_digits, minor_digits, money, value_text} from "kit/format";
import {locale_of, write} from "kit/icu";

const en = locale_of("en-GB");
const unsent = [{p: "count", o: {"=0": "Nothing unsent", one: [0, " unsent"], other: [0, " unsent"]}}] as never;

test("Icu_ExactNumber_ComesBeforeThePluralForm", () => {
  assert.equal(write(unsent, {count: 0}, en), "Nothing unsent");
  assert.equal(write(unsent, {count: 1}, en), "1 unsent");
});

test("Icu_NumberSign_IsGroupedByTheLanguage", () => assert.equal(write(unsent, {count: 1234}, en), "1,234 unsent"));

test("Icu_MissingArgument_LeavesABlank", () => assert.equal(write(["a", {a: "x"}, "b"], {}, en), "ab"));

test("Icu_ArgumentInUrdu_KeepsItsOwnDirection", () =>
  assert.equal(write([{a: "x"}, " ہے"], {x: "bus-01"}, locale_of("ur-PK")), "\u2068bus-01\u2069 ہے"));

test("Money_Rupees_ShowPaisaThoughBrowsersDoNot", () => {
  assert.equal(money({minor: 50000, currency: "PKR"}, "en"), "\u2068PKR\u00a0500.00\u2069");
  assert.equal(minor_digits("JPY"), 0);
  assert.equal(minor_digits("KWD"), 3);
});

test("Money_NothingCharged_NeedsNoCurrency", () =>
  assert.equal(money({minor: 0, currency: ""}, "en"), "\u20680\u2069"));

test("Digits_OfEitherScript_BecomeLatin", () => assert.equal(latin_digits("۳۵۲٠٢-a1"), "35202-a1"));

test("Day_IsWrittenInDigits", () => assert.equal(day(new Date(2026, 2, 9).getTime()), "09.03.2026"));

test("Value_Date_IsTurnedRound_OtherTextIsNot", () => {
  assert.equal(value_text("1984-03-09"), "09.03.1984");
  assert.equal(value_text("35202-1234567-1"), "35202-1234567-1");
});

test("Finder_TwoLetters_FindAWordsBeginningInAnyLanguage", () => {
  const domicile = ["Domicile certificate", "ڈومیسائل سرٹیفکیٹ", "Yaşayış yeri şəhadətnaməsi"];
  assert(matches("do", ...domicile));
  assert(matches("yas", ...domicile));
  assert(matches("SEH yer", ...domicile));
  assert(matches("سرٹي", ...domicile));
  assert(!matches("micile", ...domicile));
});
