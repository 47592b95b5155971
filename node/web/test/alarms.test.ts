import assert from "node:assert/strict";
import {test} from "node:test";
import type {Application} from "../api";

Object.assign(globalThis, {addEventListener: () => {}, location: {hash: ""}});
Object.assign(globalThis, {document: {documentElement: {}}});
const {use_language} = await import("kit/language");
const {alarm_words} = await import("../application/alarm_words");
await use_language("en");

const name = {name: "members/m2/name", label: {en: "Name"}, instance: {key: "members/m2", label: {en: "Member"}, number: 2}};
const a = {fields: [name], stages: [{id: "filed", title: {en: "Filed"}}]} as unknown as Application;

test("Alarm_AnswerAgainstTheForm_SaysWhichEntryAndWhichRule", () =>
  assert.equal(alarm_words({kind: "invalid", what: "members/m2/name:required", reason: ""}, a), "Member 2 › Name: It is needed, and was not given."));

test("Alarm_StageOutOfItsOrder_SaysWhy", () =>
  assert.ok(alarm_words({kind: "refused", what: "filed:form_incomplete", reason: ""}, a).startsWith("Filed: ")));

test("Alarm_SetAside_SaysWhy", () =>
  assert.ok(alarm_words({kind: "parked", what: "bus-09/e1/7", reason: "record_full"}, a).includes("holds as much as it can")));
