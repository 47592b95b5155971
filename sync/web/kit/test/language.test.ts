import assert from "node:assert/strict";
import {test} from "node:test";
import {text} from "kit/language";

test("Text in Urdu: an identity number's groups are kept in order", () => {
  assert.equal(text({ur: "نمبر: 35202-1234567-1"}, "ur"), "نمبر: \u206635202-1234567-1\u2069");
});

test("Text in English: a number stays as it is", () => {
  assert.equal(text({en: "No. 35202-1234567-1"}, "en"), "No. 35202-1234567-1");
});
