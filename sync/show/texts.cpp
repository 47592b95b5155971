#include "sync/show/texts.h"

#include "sync/form/shown.h"

namespace karvan::show {

json::object texts(const form::Texts& texts, std::string_view otherwise) {
  json::object o;
  for (const auto& [language, words] : texts) o[language] = words;
  if (o.empty()) o["en"] = otherwise;
  return o;
}

json::value choice(const form::Form& form, const form::Question& question, std::string_view value) {
  using form::Type;
  if (question.type != Type::select_one && question.type != Type::select_multiple) return nullptr;
  json::object texts;
  for (const auto& language : form.languages()) texts[language] = form::shown(form, question, value, language);
  return texts;
}

}  // namespace karvan::show
