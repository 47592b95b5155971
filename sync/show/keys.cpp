#include "sync/show/keys.h"

#include <algorithm>
#include <utility>

namespace karvan::show {
namespace {

using form::Form;
using model::Record;

constexpr std::string_view between = " · ";

// Which one of its repeat; the form's own count names its instances 1, 2, ….
std::size_t number_in(const Record& record, const std::string& repeat, std::string_view id) {
  auto list = record.fields.find(repeat);
  if (list == record.fields.end())
    return id.find_first_not_of("0123456789") == id.npos && id.size() < 5 ? std::stoul(std::string(id)) : 0;
  std::string_view ids = list->second.value;
  for (std::size_t number = 1; !ids.empty(); ++number) {
    const auto end = std::min(ids.find(' '), ids.size());
    if (ids.substr(0, end) == id) return number;
    ids.remove_prefix(std::min(end + 1, ids.size()));
  }
  return 0;
}

// A repeat stands where its first question does.
std::size_t place_of(const Form& form, const form::Group& repeat) {
  const auto& questions = form.questions();
  const auto& groups = form.groups();
  for (std::size_t i = 0; i < questions.size(); ++i)
    for (auto group = questions[i].group; group != form::no_group; group = groups[group].group)
      if (&groups[group] == &repeat) return i;
  return questions.size();
}

// Compared part by part, this is the form's order.
std::vector<std::size_t> rank_of(const Form& form, const Record& record, const std::string& key) {
  std::vector<std::size_t> rank;
  for (const auto& instance : instances_of(form, record, key)) {
    rank.push_back(place_of(form, *instance.repeat));
    rank.push_back(instance.number == 0 ? SIZE_MAX : instance.number);
  }
  if (const auto* repeat = form.repeat(key)) {
    rank.push_back(place_of(form, *repeat));
  } else if (const auto* question = form.question(key)) {
    rank.push_back(static_cast<std::size_t>(question - form.questions().data()));
  }
  return rank;
}

void append(form::Texts& to, const form::Texts& words, const std::string& otherwise, const Form& form) {
  for (const auto& language : form.languages()) {
    auto text = form::text_in(words, language);
    std::string& into = to[language];
    if (!into.empty()) into += between;
    into += text.empty() ? std::string_view(otherwise) : text;
  }
}

}  // namespace

std::vector<InstanceOf> instances_of(const Form& form, const Record& record, std::string_view key) {
  std::vector<InstanceOf> all;
  std::size_t at = 0;
  for (;;) {
    const auto id_at = key.find('/', at);
    if (id_at == key.npos) return all;
    const auto end = std::min(key.find('/', id_at + 1), key.size());
    const std::string repeat(key.substr(0, id_at));
    const auto* group = form.repeat(repeat);
    if (!group) return {};
    all.push_back(
        {std::string(key.substr(0, end)), group, number_in(record, repeat, key.substr(id_at + 1, end - id_at - 1))});
    if (end == key.size()) return all;
    at = end + 1;
  }
}

form::Texts label_of_key(const Form& form, const Record& record, std::string_view key) {
  form::Texts label;
  const auto* repeat = form.repeat(key);
  const auto* question = repeat ? nullptr : form.question(key);
  if (!repeat && !question) return label;
  for (const auto& instance : instances_of(form, record, key)) {
    append(label, instance.repeat->label, instance.repeat->name, form);
    for (auto& [language, words] : label) words += " " + (instance.number ? std::to_string(instance.number) : "–");
  }
  append(label, repeat ? repeat->label : question->label, repeat ? repeat->name : question->name, form);
  return label;
}

std::vector<std::string> keys_in_order(const Form& form, const Record& record) {
  std::vector<std::pair<std::vector<std::size_t>, std::string>> ranked;
  for (const auto& [key, field] : record.fields)
    if (auto rank = rank_of(form, record, key); !rank.empty()) ranked.emplace_back(std::move(rank), key);
  std::sort(ranked.begin(), ranked.end());
  std::vector<std::string> keys;
  for (auto& [rank, key] : ranked) keys.push_back(std::move(key));
  return keys;
}

}  // namespace karvan::show
