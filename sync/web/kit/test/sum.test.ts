import assert from "node:assert/strict";
import {test} from "node:test";
import {parse_sum, sum_as_typed, sum_text} from "kit/sum";

test("Sum_EitherScriptsDigits_AndEitherPoint_AreTaken", () => {
  assert.equal(parse_sum("۱۲۵۰٫۵", "PKR"), 125050);
  assert.equal(parse_sum("1250,5", "PKR"), 125050);
  assert.equal(sum_text("PKR 12a.5"), "12.5");
});

test("Sum_MoreDigitsThanTheCurrencyHas_IsNoSum", () => {
  assert.equal(parse_sum("1.005", "PKR"), null);
  assert.equal(parse_sum("1.500", "PKR"), 150);
  assert.equal(parse_sum("1.5", "JPY"), null);
  assert.equal(parse_sum("1.005", "KWD"), 1005);
});

test("Sum_BlankOrTwoPoints_IsNoSum", () => {
  assert.equal(parse_sum("", "PKR"), null);
  assert.equal(parse_sum(".", "PKR"), null);
  assert.equal(parse_sum("1.2.3", "PKR"), null);
});

test("Sum_AsTyped_ComesBackTheSame", () => {
  for (const minor of [0, 5, 50, 100, 125050, 99999999]) {
    assert.equal(parse_sum(sum_as_typed(minor, "PKR"), "PKR"), minor);
  }
  assert.equal(sum_as_typed(50000, "PKR"), "500");
  assert.equal(sum_as_typed(5, "PKR"), "0.05");
});
