#pragma once
#include <stdexcept>
#include <string>
#include <utility>

#include "sync/catalogue/catalogue.h"

// A small service: two questions of every rule that the tests need, a fee of 500 rupees, the default stages.
namespace karvan::rules::samples {

inline form::Question question(std::string name, std::string merge, std::string constraint = {}) {
  form::Question q;
  q.name = std::move(name);
  q.merge = std::move(merge);
  q.binds.constraint = std::move(constraint);
  return q;
}

inline form::Form form() {
  form::Definition d;
  d.id = "domicile";
  d.default_language = "en";
  d.languages = {"en"};
  d.questions = {question("full_name", "review"), question("phone", "newest"), question("ruling", "centre"),
                 question("born", "review", ". <= today()")};
  d.questions[0].binds.required = "true()";
  d.questions[0].summary = true;
  d.questions[3].type = form::Type::date;
  for (std::size_t i = 0; i < d.questions.size(); ++i) d.children.push_back({false, i});
  auto made = form::Form::make(std::move(d));
  if (!made) throw std::runtime_error(describe(made.error()));
  return *made;
}

inline catalogue::Service service() {
  catalogue::Service s{.id = "domicile", .version = "v1", .form = form()};
  s.title = {{"en", "Domicile certificate"}};
  s.institution = {"registry", {{"en", "Registry"}}};
  s.stages = catalogue::default_stages();
  catalogue::FeeLine fee;
  fee.id = "fee";
  fee.amount = {50'000, "PKR"};
  s.fees = {fee};
  s.numbering = {{"receipt", "receipt"}};
  return s;
}

}  // namespace karvan::rules::samples
