import assert from "node:assert/strict";
import {test} from "node:test";
import {instances_around, key_in, name_of} from "../counter/keys";

test("Key_OfAQuestionInARepeat_NamesTheInstancesAroundIt", () => {
  assert.deepEqual(instances_around("full_name"), []);
  assert.deepEqual(instances_around("members/7k3q/full_name"), ["members/7k3q"]);
  assert.deepEqual(instances_around("houses/1/members/7k3q/name"), ["houses/1", "houses/1/members/7k3q"]);
});

test("Key_OfAnInstance_IsAroundItself", () => assert.deepEqual(instances_around("members/7k3q"), ["members/7k3q"]));

test("Key_LastPart_IsTheQuestionsName", () => {
  assert.equal(name_of("members/7k3q/full_name"), "full_name");
  assert.equal(name_of("full_name"), "full_name");
  assert.equal(key_in("members/7k3q", "full_name"), "members/7k3q/full_name");
  assert.equal(key_in("", "full_name"), "full_name");
});
