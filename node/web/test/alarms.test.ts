import assert from "node:assert/strict";
import {test} from "node:test";
import type {Application} from "../api";

Object.assign(globalThis, {addEventListener: () => {}, location: {hash: ""}});
Object.assign(globalThis, {document: {documentElement: {}}});
const {use_language} = await import("kit/language");
const {alarm_words} = await import("../application/alarms");
await use_language("en");

const name = {name: "members/m2/name", label: {en: "Name"}, instance: {key: "members/m2", label: {en: "Member"}, number: 2}};
const a = {fields: [name], stages: [{id: "filed", title: {en: "Filed"}}]} as unknown as Application;

test("Alarm_AnswerAgainstTheForm_SaysWhichEntryAndWhichRule", () =>
  assert.equal(alarm_words("invalid:members/m2/name:required", a), "Member 2 › Name: It is needed, and was not given."));

test("Alarm_StageOutOfItsOrder_SaysWhy", () =>
  assert.ok(alarm_words("refused:filed:form_incomplete", a).startsWith("Filed: ")));

test("Alarm_Unknown_IsShownAsItIs", () => assert.equal(alarm_words("solar_flare:x", a), "solar_flare:x"));
