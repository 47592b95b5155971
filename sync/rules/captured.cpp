#include "sync/rules/captured.h"

#include <algorithm>

#include "sync/rules/context.h"

namespace karvan::rules {

std::string_view capture_stage(const form::Question& question) {
  if (question.type != form::Type::image && question.type != form::Type::file) return {};
  const bool of_the_body = question.capture == "fingerprint" || question.capture == "camera";
  return of_the_body ? stage::biometrics_captured : stage::documents_captured;
}

bool has_captures(const catalogue::Service& service, std::string_view wanted) {
  const auto& questions = service.form.questions();
  return std::any_of(questions.begin(), questions.end(),
                     [&](const form::Question& question) { return capture_stage(question) == wanted; });
}

std::vector<model::Attached> attached_of(const model::Record& record) {
  std::vector<model::Attached> all;
  for (const auto& dated : record.attachments) {
    auto same = std::find_if(all.begin(), all.end(),
                             [&](const model::Attached& attached) { return attached.name == dated.act.name; });
    if (same == all.end())
      all.push_back(dated.act);
    else
      *same = dated.act;
  }
  return all;
}

std::vector<std::string> missing_captures(const catalogue::Service& service, std::string_view wanted,
                                          const form::Answers& answers, const std::vector<model::Attached>& attached,
                                          const form::Context& when) {
  form::Instance instance(service.form, answers, when);
  auto there = [&](const std::string& hash) {
    return std::any_of(attached.begin(), attached.end(), [&](const model::Attached& a) { return a.hash == hash; });
  };
  std::vector<std::string> missing;
  for (const auto& place : instance.places()) {
    const auto* state = instance.state(place.key);
    if (capture_stage(*place.question) != wanted || !state->relevant) continue;
    if (state->value.empty() ? state->required : !there(state->value)) missing.push_back(place.key);
  }
  return missing;
}

}  // namespace karvan::rules
