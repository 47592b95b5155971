#include "sync/central/author/service_words.h"

#include <cctype>

#include "sync/central/author/expressions.h"
#include "sync/form/instance.h"

namespace karvan::central::author {

namespace {

bool in_repeat(const form::Form& form, const form::Question& question) {
  for (std::size_t group = question.group; group != form::no_group; group = form.groups()[group].group)
    if (form.groups()[group].repeat) return true;
  return false;
}

// A fee is worked out by the desk and again at the centre: what differs each time has no place in it.
const char* fickle_function(std::string_view source) {
  for (const char* name : {"now(", "random(", "uuid(", "once("}) {
    auto at = source.find(name);
    if (at != std::string_view::npos && (at == 0 || !std::isalnum(static_cast<unsigned char>(source[at - 1]))))
      return name;
  }
  return nullptr;
}

}  // namespace

std::string known(TomlReader& reader, const std::string& key, const KnownWords& words, std::string_view otherwise) {
  std::string word = reader.text(key, false);
  if (word.empty()) return std::string(otherwise);
  if (among(words, word)) return word;
  reader.fault(key, "\"" + word + "\" is not known here", "Write one of " + joined(words));
  return std::string(otherwise);
}

std::vector<std::string> known_list(TomlReader& reader, const std::string& key, const KnownWords& words) {
  auto list = reader.list(key);
  for (const auto& word : list) {
    if (!among(words, word)) reader.fault(key, "\"" + word + "\" is not known here", "Write one of " + joined(words));
  }
  return list;
}

void check_question(TomlReader& reader, const std::string& key, const std::string& name, const KnownForm& form) {
  if (!form) return;
  const form::Question* question = form->question(name);
  if (!question) {
    reader.fault(key, "there is no question \"" + name + "\"", "Write a question's name");
  } else if (in_repeat(*form, *question)) {
    reader.fault(key, "\"" + name + "\" is asked again and again (in a repeat)",
                 "Write a question outside it, for example a calculate row with sum(${" + name + "})");
  }
}

std::string xpath(TomlReader& reader, const std::string& key, bool must, const KnownForm& form) {
  std::string source = reader.text(key, must);
  if (source.empty()) return source;
  if (const char* name = fickle_function(source)) {
    reader.fault(key, std::string(name) + ") gives another result each time",
                 "Write an expression over answers and today()");
  } else if (form) {
    auto formula = form::Formula::make(*form, source);
    if (formula) return source;
    Words words = explain(formula.error());
    reader.fault(key, words.what, words.instead);
  }
  return source;
}

}  // namespace karvan::central::author
