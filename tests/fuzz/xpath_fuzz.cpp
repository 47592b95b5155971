// Any text as an expression: it is refused or it is computed, within its limits, and to the same result each time.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sync/form/instance.h"

namespace {

using namespace karvan::form;

Definition with(std::string expression) {
  Definition definition;
  definition.id = "fuzz";
  definition.lists["l"] = {{"a", {{"en", "A"}}, {{"k", "1"}}}, {"b", {{"en", "B"}}, {}}};
  for (Type type : {Type::text, Type::integer, Type::date, Type::select_multiple}) {
    Question question;
    question.name = "q" + std::to_string(definition.questions.size());
    question.type = type;
    question.list = "l";
    definition.children.push_back({false, definition.questions.size()});
    definition.questions.push_back(question);
  }
  definition.questions[0].binds.constraint = expression;
  definition.questions[1].binds.relevant = expression;
  definition.questions[3].binds.choice_filter = std::move(expression);
  definition.questions[0].label = {{"en", "${q1} ${q2}"}};
  return definition;
}

Answers computed(const Form& form, std::string_view value) {
  Instance instance(form, {{"q0", std::string(value)}, {"q1", "7"}, {"q2", "2026-02-28"}, {"q3", "a b"}},
                    {"2026-11-21", "2026-11-21T10:00:00.000+05:00"});
  (void)instance.set("q1", value);
  (void)instance.faults();
  Answers filed = instance.filed();
  for (const auto& entry : filed) {
    if (entry.second.size() > text_bytes_max) std::abort();
  }
  return filed;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  auto divide = input.find('\n');
  auto form = Form::make(with(std::string(input.substr(0, divide))));
  if (!form) return 0;
  std::string_view value = divide == std::string_view::npos ? std::string_view() : input.substr(divide + 1);
  if (computed(*form, value) != computed(*form, value)) std::abort();
  return 0;
}
