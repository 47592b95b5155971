// Any text as an expression, inside a repeat and outside: it is refused or it is computed, within its limits, and to
// the same result each time, whichever way the answers came.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sync/form/instance.h"

namespace {

using namespace karvan::form;

void add(Definition& definition, Type type, std::size_t group = no_group) {
  Question question;
  question.name = "q" + std::to_string(definition.questions.size());
  question.type = type;
  question.list = "l";
  question.group = group;
  auto& parts = group == no_group ? definition.children : definition.groups[group].children;
  parts.push_back({false, definition.questions.size()});
  definition.questions.push_back(question);
}

void repeat(Definition& definition, std::string name, std::size_t around, std::string count) {
  Group group;
  group.name = std::move(name);
  group.group = around;
  group.repeat = true;
  group.repeat_count = std::move(count);
  auto& parts = around == no_group ? definition.children : definition.groups[around].children;
  parts.push_back({true, definition.groups.size()});
  definition.groups.push_back(group);
}

Definition with(const std::string& expression) {
  Definition definition;
  definition.id = "fuzz";
  definition.lists["l"] = {{"a", {{"en", "A"}}, {{"k", "1"}}}, {"b", {{"en", "B"}}, {}}};
  definition.tables["t"] = {{"k", "v"}, {{"a", "1"}, {"b", "2"}}};
  for (Type type : {Type::text, Type::integer, Type::date, Type::select_multiple}) add(definition, type);
  repeat(definition, "r", no_group, "");
  for (Type type : {Type::integer, Type::calculate, Type::text}) add(definition, type, 0);
  repeat(definition, "c", 0, "${q4}");
  add(definition, Type::text, 1);
  definition.questions[0].binds.constraint = expression;
  definition.questions[1].binds.relevant = expression;
  definition.questions[3].binds.choice_filter = expression;
  definition.questions[5].binds.calculation = expression;
  definition.questions[6].binds.first = expression;
  definition.questions[7].binds.relevant = expression;
  definition.questions[0].label = {{"en", "${q1} ${q2} ${q5}"}};
  return definition;
}

const Context day{"2026-11-21", "2026-11-21T10:00:00.000+05:00", "seed"};

Instance computed(const Form& form, std::string_view value) {
  Instance instance(form,
                    {{"q0", std::string(value)},
                     {"q1", "7"},
                     {"q2", "2026-02-28"},
                     {"q3", "a b"},
                     {"r", "x y"},
                     {"r/x/q4", "3"},
                     {"r/y/q6", "t"},
                     {"r/x/c/2/q7", "deep"}},
                    day);
  (void)instance.set("q1", value);
  (void)instance.add("r", "z");
  (void)instance.set("r/z/q4", value);
  (void)instance.set("r/x/q4", "1");
  (void)instance.remove("r/y");
  (void)instance.faults();
  for (const auto& entry : instance.filed()) {
    if (entry.second.size() > text_bytes_max) std::abort();
  }
  if (instance.places().size() > places_max) std::abort();
  return instance;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  auto divide = input.find('\n');
  auto form = Form::make(with(std::string(input.substr(0, divide))));
  if (!form) return 0;
  std::string_view value = divide == std::string_view::npos ? std::string_view() : input.substr(divide + 1);
  const Instance once = computed(*form, value), again = computed(*form, value);
  if (once.answers() != again.answers()) std::abort();
  const Instance fresh(*form, once.answers(), day);
  if (fresh.filed() != once.filed() || fresh.faults() != once.faults()) std::abort();
  return 0;
}
