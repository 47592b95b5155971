#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/unit/sync/form/builder.h"

namespace karvan::form {
namespace {

// Every kind of dependence: within an instance, from outside, to outside, between repeats, through places and counts.
Form tangle() {
  Builder b;
  b.list("l", {{"a", {}, {{"k", "1"}}}, {"b", {}, {{"k", "2"}}}});
  b.integer("n").text("t", {.constraint = "${total} < 9"});
  b.repeat("r", "", "${n} != 3").integer("x").calculate("double", "${x} * 2 + ${n}");
  b.text("y", {.relevant = "${double} > 2", .required = "${n} = 1"});
  b.last().label = {{"en", "${y} ${total} ${w}"}};
  b.calculate("place", "concat(position(..), '/', count(${r}))");
  b.begin("g", "${y} != 'b'").select(Type::select_one, "s", "l", {.choice_filter = "k = ${x} or k = ${n}"}).end();
  b.repeat("q", "${x}").text("w").calculate("deep", "concat(${y}, ${w}, position(..), position(../..))").end();
  b.calculate("mine", "join('', ${w})").end();
  b.calculate("total", "sum(${double})").calculate("words", "join(',', ${deep})");
  b.calculate("second", "indexed-repeat(${y}, ${r}, 2)").calculate("any", "${y} = 'a'").calculate("held", "once(${t})");
  b.text("copied", {.calculation = "${total}", .trigger = "t y"});
  b.repeat("c", "count(${r})").calculate("twin", "indexed-repeat(${x}, ${r}, position(..))").end();
  // One shrinks where the other grows: the rows of the one become those of the other.
  b.integer("ca", {.calculation = "if(${t} = 'a', 3, 1)", .trigger = "t"});
  b.integer("cb", {.calculation = "if(${t} = 'a', 1, 3)", .trigger = "t"});
  b.repeat("ra", "${ca}").calculate("one", "${t}").calculate("two", "${t}").text("three", {.required = "${t} = 'b'"});
  b.last().label = {{"en", "${t} ${two}"}};
  b.end().repeat("rb", "${cb}").text("four", {.calculation = "${t}", .trigger = "t"}).end();
  return b.form();
}

std::map<std::string, State> states(const Instance& instance) {
  std::map<std::string, State> out;
  for (const Place& place : instance.places()) out[place.key] = *instance.state(place.key);
  return out;
}

std::map<std::string, bool> groups(const Instance& instance) {
  std::map<std::string, bool> out;
  for (const char* key : {"r", "c"}) out[key] = instance.group_relevant(key);
  for (const std::string& id : instance.instances("r"))
    out["r/" + id + "/g"] = instance.group_relevant("r/" + id + "/g");
  return out;
}

Result<std::vector<std::string>> step(Instance& instance, int what, int where, int value) {
  const std::string id = std::to_string(where % 4);
  const std::vector<std::string> values = {"", "0", "1", "2", "3", "a", "b"};
  const std::string& text = values[static_cast<std::size_t>(value)];
  switch (what) {
    case 0:
      return instance.add("r", id);
    case 1:
      return instance.remove("r/" + id);
    case 2:
      return instance.set("n", text);
    case 3:
      return instance.set("t", text);
    case 4:
      return instance.set("r/" + id + "/y", text);
    case 5:
      return instance.set("r/" + id + "/s", text);
    case 6:
      return instance.set("r/" + id + "/q/" + std::to_string(where % 3) + "/w", text);
    default:
      return instance.set("r/" + id + "/x", text);
  }
}

TEST(RepeatProperty, IncrementalSteps_EqualAFreshInstance) {
  Form form = tangle();
  EXPECT_TRUE(rc::check("sets, adds and removes give what the answers give at once", [&form] {
    Instance instance = Instance::begin(form, day);
    const auto steps = *rc::gen::container<std::vector<std::tuple<int, int, int>>>(
        rc::gen::tuple(rc::gen::inRange(0, 10), rc::gen::inRange(0, 12), rc::gen::inRange(0, 7)));
    for (auto [what, where, value] : steps) {
      const auto before = states(instance);
      const auto groups_before = groups(instance);
      auto changed = step(instance, what, where, value);
      auto named = [&](const std::string& key) {
        return changed && std::find(changed->begin(), changed->end(), key) != changed->end();
      };
      for (const auto& [key, state] : states(instance)) {
        auto old = before.find(key);
        RC_ASSERT(named(key) || (old != before.end() && old->second == state));
      }
      for (const auto& [key, relevant] : groups(instance)) {
        auto old = groups_before.find(key);
        RC_ASSERT(named(key) || (old != groups_before.end() && old->second == relevant));
      }
    }
    Instance fresh(form, instance.answers(), day);
    RC_ASSERT(states(fresh) == states(instance));
    RC_ASSERT(groups(fresh) == groups(instance));
    RC_ASSERT(fresh.filed() == instance.filed());
    RC_ASSERT(fresh.faults() == instance.faults());
    RC_ASSERT(fresh.answers() == instance.answers());
  }));
}

}  // namespace
}  // namespace karvan::form
