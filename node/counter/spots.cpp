#include "node/counter/spots.h"

#include <fmt/format.h>

#include <algorithm>

namespace karvan::counter {
namespace {

constexpr std::string_view between_titles = " \u00b7 ";

// Depth is bounded by form::group_depth_max, instances by form::instances_max and places_max.
class Walk {
 public:
  explicit Walk(const form::Instance& form) : form_(form) {}

  void parts(const std::vector<form::Part>& list, const std::string& prefix) {
    for (const auto& part : list) {
      if (part.is_group)
        group(form_.form().groups()[part.index], prefix);
      else
        question(form_.form().questions()[part.index], prefix);
    }
  }

  std::vector<Spot> spots;

 private:
  void question(const form::Question& question, const std::string& prefix) {
    spots.push_back({prefix + question.name, &question, nullptr, 0});
  }
  void group(const form::Group& group, const std::string& prefix) {
    const auto key = prefix + group.name;
    spots.push_back({key, nullptr, &group, 0});
    if (!group.repeat) return parts(group.children, prefix);
    std::size_t number = 0;
    for (const auto& id : form_.instances(key)) {
      const auto instance = key + "/" + id;
      spots.push_back({instance, nullptr, &group, ++number});
      parts(group.children, instance + "/");
    }
  }

  const form::Instance& form_;
};

}  // namespace

std::vector<Spot> spots_of(const form::Instance& form) {
  Walk walk(form);
  walk.parts(form.form().children(), "");
  return std::move(walk.spots);
}

std::string_view instance_of(std::string_view key) {
  const auto slash = key.rfind('/');
  return slash == key.npos ? std::string_view{} : key.substr(0, slash);
}

std::string_view name_in(std::string_view key) { return key.substr(key.rfind('/') + 1); }
std::string_view id_in(std::string_view instance) { return name_in(instance); }
std::string_view repeat_of(std::string_view instance) { return instance_of(instance); }

std::vector<std::string> ids_in(std::string_view list) {
  std::vector<std::string> ids;
  while (!list.empty()) {
    const auto blank = std::min(list.find(' '), list.size());
    if (blank > 0) ids.emplace_back(list.substr(0, blank));
    list.remove_prefix(std::min(blank + 1, list.size()));
  }
  return ids;
}

std::string answer_of(const form::Form& form, const form::Answers& answers, std::string_view name, int number) {
  const auto* question = form.question(name);
  const form::Group* repeat = nullptr;
  for (auto at = question ? question->group : form::no_group; at != form::no_group; at = form.groups()[at].group)
    if (form.groups()[at].repeat) repeat = &form.groups()[at];
  auto answer = [&](const std::string& key) {
    const auto found = answers.find(key);
    return found == answers.end() ? std::string() : found->second;
  };
  if (!repeat) return number == 1 ? answer(std::string(name)) : "";
  const auto ids = ids_in(answer(repeat->name));
  if (number < 1 || static_cast<std::size_t>(number) > ids.size()) return {};
  return answer(fmt::format("{}/{}/{}", repeat->name, ids[static_cast<std::size_t>(number) - 1], name));
}

bool is_in(std::string_view key, std::string_view instance) {
  return key.starts_with(instance) && (key.size() == instance.size() || key[instance.size()] == '/');
}

std::size_t number_of(const form::Instance& form, std::string_view instance) {
  const auto ids = form.instances(repeat_of(instance));
  const auto found = std::find(ids.begin(), ids.end(), id_in(instance));
  return found == ids.end() ? 0 : static_cast<std::size_t>(found - ids.begin()) + 1;
}

std::vector<std::pair<std::string, std::string>> outside_in(const form::Answers& answers) {
  std::vector<std::pair<std::string, std::string>> all(answers.begin(), answers.end());
  auto place = [](const auto& answer) {
    return std::pair(std::count(answer.first.begin(), answer.first.end(), '/'), std::string_view(answer.first));
  };
  std::sort(all.begin(), all.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
  return all;
}

bool stands(const form::Instance& form, std::string_view key) {
  // NAME/ID/NAME/ID/…: after each second part a whole instance has been named.
  std::size_t parts = 0;
  for (std::size_t at = 0; at < key.size(); ++at)
    if (key[at] == '/' && ++parts % 2 == 0 && number_of(form, key.substr(0, at)) == 0) return false;
  return parts % 2 == 0 || number_of(form, key) > 0;
}

std::string title_of(const form::Instance& form, std::string_view instance, std::string_view language) {
  if (instance.empty()) return {};
  auto title = title_of(form, instance_of(repeat_of(instance)), language);
  const auto labels = form.group_label(instance);
  auto label = std::string(form::text_in(labels, language));
  if (label.empty()) label = name_in(repeat_of(instance));
  if (!title.empty()) title += between_titles;
  return title + fmt::format("{} {}", label, number_of(form, instance));
}

}  // namespace karvan::counter
