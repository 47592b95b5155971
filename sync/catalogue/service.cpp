#include "sync/catalogue/service.h"

#include <algorithm>
#include <array>
#include <set>

#include "sync/form/expression.h"
#include "sync/form/instance.h"
#include "sync/form/sources.h"

namespace karvan::catalogue {

const Stage* Service::stage(std::string_view wanted) const {
  auto found = std::find_if(stages.begin(), stages.end(), [&](const Stage& s) { return s.id == wanted; });
  return found == stages.end() ? nullptr : &*found;
}

const Template* Service::document(std::string_view kind) const {
  auto found = std::find_if(templates.begin(), templates.end(), [&](const Template& t) { return t.kind == kind; });
  return found == templates.end() ? nullptr : &*found;
}

bool is_slip_word(std::string_view name) {
  constexpr auto words = std::to_array<std::string_view>({"number", "tracking", "amount", "date", "office"});
  return std::find(words.begin(), words.end(), name) != words.end();
}

std::vector<std::string> Template::depends_on() const {
  std::set<std::string> fields;
  auto take = [&](std::string_view words) {
    for (const form::Mark& mark : form::marks_of(words))
      if (!is_slip_word(mark.name)) fields.insert(mark.name);
  };
  auto take_each = [&](const Texts& texts) {
    for (const auto& [language, words] : texts) take(words);
  };
  for (const Texts* texts : {&title, &statement, &foot, &provisional}) take_each(*texts);
  for (const Texts& line : lines) take_each(line);
  for (const auto& [name, words] : claims) take(words);
  return {fields.begin(), fields.end()};
}

std::vector<std::string> Service::depends_on(const Template& paper) const {
  return form::sources_of(form, paper.depends_on());
}

std::vector<std::string> Service::depends_on(const FeeLine& line) const {
  return form::sources_of(form, line.depends_on);
}

std::string Service::merge_rule(std::string_view field) const {
  const form::Question* question = form.question(field);
  return question && !question->merge.empty() ? question->merge : "review";
}

bool is_repeated(const form::Form& form, const form::Question& question) {
  for (auto group = question.group; group != form::no_group; group = form.groups()[group].group)
    if (form.groups()[group].repeat) return true;
  return false;
}

std::vector<std::string> default_once(const form::Form& form) {
  std::vector<std::string> once;
  for (const form::Question& question : form.questions())
    if (question.card == "identity" && !is_repeated(form, question)) once.push_back(question.name);
  return once;
}

namespace {

template <class AnswerTo>
std::string joined(const form::Form& form, AnswerTo answer_to) {
  std::string out;
  for (const form::Question& question : form.questions()) {
    const std::string* answer = question.summary ? answer_to(question.name) : nullptr;
    if (answer && !answer->empty()) out += (out.empty() ? "" : " ") + *answer;
  }
  return out;
}

}  // namespace

std::string Service::summary(const form::Answers& answers) const {
  return joined(form, [&](const std::string& name) {
    auto answer = answers.find(name);
    return answer == answers.end() ? nullptr : &answer->second;
  });
}

std::string Service::summary(const form::Instance& filled) const {
  return joined(form, [&](const std::string& name) {
    const form::State* state = filled.state(name);
    return state ? &state->value : nullptr;
  });
}

bool Service::allows(std::string_view act, std::string_view role) const {
  auto named = may.find(std::string(act));
  if (named == may.end()) return role == "operator" || role == "supervisor";
  return std::find(named->second.begin(), named->second.end(), role) != named->second.end();
}

std::vector<std::string> Service::media() const {
  std::set<std::string> digests;
  for (const form::Question& question : form.questions())
    for (const auto& [kind, files] : question.media)
      for (const auto& [language, digest] : files) digests.insert(digest);
  return {digests.begin(), digests.end()};
}

}  // namespace karvan::catalogue
