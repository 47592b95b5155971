import assert from "node:assert/strict";
import {test} from "node:test";
import {is_position, manner_of, read_position, write_position} from "kit/typed";

const identity = manner_of({type: "text", appearance: "", mask: "99999-9999999-9"});
const date = manner_of({type: "date", appearance: ""});
const number = manner_of({type: "integer", appearance: ""});

// As the field gives it: the whole text after each key.
function keys(manner: typeof identity, all: string): string {
  let shown = "";
  for (const key of all) shown = manner.tidy(shown + key, shown);
  return shown;
}

test("Mask_DigitsTypedBare_BringTheirDashes", () => assert.equal(keys(identity, "3520212345671"), "35202-1234567-1"));

test("Mask_DigitsOfUrdu_AreTaken", () => assert.equal(keys(identity, "۳۵۲۰۲۱"), "35202-1"));

test("Mask_MoreDigitsThanItHolds_AreLeftOut", () =>
  assert.equal(keys(identity, "35202123456719999"), "35202-1234567-1"));

test("Mask_ErasingASeparator_DoesNotBringItBack", () => assert.equal(identity.tidy("35202", "35202-"), "35202"));

test("Date_IsTypedDayFirst_AndReadAsXForms", () => {
  assert.equal(keys(date, "09031984"), "09.03.1984");
  assert.equal(date.read("09.03.1984"), "1984-03-09");
  assert.equal(date.show("1984-03-09"), "09.03.1984");
});

test("Date_HalfTyped_GoesToTheNodeAsItIs", () => assert.equal(date.read("09.03."), "09.03."));

test("Number_LettersAreNotTaken", () => assert.equal(keys(number, "1x۲3"), "123"));

test("Text_IsLeftAlone", () => assert.equal(manner_of({type: "text", appearance: ""}).tidy("Ayşə ", ""), "Ayşə "));

const moment = manner_of({type: "dateTime", appearance: ""});

test("Moment_IsTypedDayFirst_AndReadAsXForms", () => {
  assert.equal(keys(moment, "221120260905"), "22.11.2026 09:05");
  assert.equal(moment.read("22.11.2026 09:05"), "2026-11-22T09:05:00");
  assert.equal(moment.show("2026-11-22T09:05:00.000+05:00"), "22.11.2026 09:05");
});

test("Position_HalfOfIt_IsNoPlace", () => {
  assert.equal(write_position({...read_position(""), longitude: "74.3"}), "? 74.3 0 0");
  assert.equal(is_position("? 74.3 0 0"), false);
  assert.equal(read_position("? 74.3 0 0").latitude, "");
});

test("Position_Typed_IsWrittenAsXForms", () => {
  const typed = {latitude: "31.5204", longitude: "74.3587", altitude: "", accuracy: ""};
  assert.equal(write_position(typed), "31.5204 74.3587 0 0");
  assert.equal(is_position("31.5204 74.3587 0 0"), true);
  assert.equal(write_position(read_position("")), "");
});
