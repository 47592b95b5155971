#pragma once

#include "storage/model/json.h"
#include "sync/catalogue/catalogue.h"

// Small services and their documents.
namespace karvan::catalogue {

// Not a digest: enough to tell small documents apart here.
inline std::string digest(std::string_view bytes) { return "d" + std::to_string(std::hash<std::string_view>{}(bytes)); }

inline Service service(const std::string& id, const std::string& title) {
  form::Definition definition;
  definition.id = id;
  form::Question question;
  question.name = "phone";
  question.merge = "newest";
  definition.questions = {question};
  definition.children = {{false, 0}};
  Service s{.id = id, .version = {}, .form = form::Form::make(definition).value()};
  s.title = {{"en", title}};
  s.stages = default_stages();
  s.fees = {{"base", {{"en", "Base"}}, {15000, "PKR"}, {"phone"}}, {"stamp", {{"en", "Stamp"}}, {5000, "PKR"}, {}}};
  s.may = {{"file", {"supervisor"}}};
  s.policy = Policy::issue;
  return s;
}

inline std::string bytes_of(const Service& s) { return json::write(write(s)); }

}  // namespace karvan::catalogue
