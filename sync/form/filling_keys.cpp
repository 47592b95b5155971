#include <algorithm>

#include "sync/form/filling.h"

// Keys: from a key to its row, and back.
namespace karvan::form {

std::optional<std::uint32_t> Filling::instance_in(RowIndex row, std::size_t repeat, std::string_view id) const {
  for (RowIndex instance : rows_[row].instances[plan().repeat_slot[repeat]]) {
    if (rows_[instance].id == id) return instance;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> Filling::row_of(std::string_view& key) const {
  RowIndex row = 0;
  for (std::size_t at; (at = key.find('/')) != std::string_view::npos;) {
    auto group = plan().group_names.find(key.substr(0, at));
    if (group == plan().group_names.end() || !plan().groups[group->second].repeat) return std::nullopt;
    if (plan().group_scope[group->second] != rows_[row].scope) return std::nullopt;
    key.remove_prefix(at + 1);
    at = std::min(key.find('/'), key.size());
    auto instance = instance_in(row, group->second, key.substr(0, at));
    if (!instance) return std::nullopt;
    row = *instance;
    key.remove_prefix(std::min(at + 1, key.size()));
  }
  return row;
}

std::optional<Filling::Found> Filling::question_at(std::string_view key) const {
  auto row = row_of(key);
  auto found = plan().question_names.find(key);
  if (!row || found == plan().question_names.end()) return std::nullopt;
  if (plan().question_scope[found->second] != rows_[*row].scope) return std::nullopt;
  return Found{*row, found->second};
}

std::optional<Filling::Found> Filling::repeat_at(std::string_view key) const {
  auto row = row_of(key);
  auto found = plan().group_names.find(key);
  if (!row || found == plan().group_names.end() || !plan().groups[found->second].repeat) return std::nullopt;
  if (plan().group_scope[found->second] != rows_[*row].scope) return std::nullopt;
  return Found{*row, found->second};
}

void Filling::walk(RowIndex row, const std::vector<Part>& parts, const Visit& visit) const {
  for (const Part& part : parts) {
    visit(row, part);
    if (!part.is_group) continue;
    const Group& group = plan().groups[part.index];
    if (!group.repeat) {
      walk(row, group.children, visit);
      continue;
    }
    for (RowIndex instance : rows_[row].instances[plan().repeat_slot[part.index]])
      walk(instance, group.children, visit);
  }
}

std::string Filling::key_of(RowIndex row, const Part& part) const {
  return rows_[row].prefix + (part.is_group ? plan().groups[part.index].name : plan().questions[part.index].name);
}

const std::vector<Place>& Filling::places() const {
  if (places_known_) return places_;
  places_.clear();
  walk(0, plan().children, [this](RowIndex row, const Part& part) {
    if (!part.is_group) places_.push_back({key_of(row, part), &plan().questions[part.index]});
  });
  places_known_ = true;
  return places_;
}

std::vector<std::string> Filling::instances(std::string_view repeat_key) const {
  std::vector<std::string> out;
  auto found = repeat_at(repeat_key);
  if (!found) return out;
  for (RowIndex instance : rows_[found->row].instances[plan().repeat_slot[found->index]]) {
    out.push_back(rows_[instance].id);
  }
  return out;
}

const State* Filling::state(std::string_view key) const {
  auto found = question_at(key);
  return found ? &cell(found->row, found->index).state : nullptr;
}

namespace {

// "members/7k3q" is an instance's key; its last part is no name.
std::optional<std::string_view> without_id(std::string_view key) {
  auto at = key.rfind('/');
  if (at == std::string_view::npos) return std::nullopt;
  return key.substr(0, at);
}

}  // namespace

bool Filling::group_relevant(std::string_view key) const {
  std::string_view rest = key;
  auto row = row_of(rest);
  if (row && rest.empty()) {
    auto around = repeat_at(without_id(key).value_or(""));
    return around && relevant(around->row, around->index);
  }
  auto found = plan().group_names.find(rest);
  if (!row || found == plan().group_names.end()) return false;
  return plan().group_scope[found->second] == rows_[*row].scope && relevant(*row, found->second);
}

Texts Filling::group_label(std::string_view key) const {
  std::string_view rest = key;
  auto row = row_of(rest);
  if (!row) return {};
  std::size_t group = rows_[*row].scope;
  if (!rest.empty()) {
    auto found = plan().group_names.find(rest);
    if (found == plan().group_names.end() || plan().group_scope[found->second] != rows_[*row].scope) return {};
    group = found->second;
    if (plan().groups[group].repeat) return plan().groups[group].label;
  }
  if (group == no_group) return {};
  return filled(plan().groups[group].label, plan().parsed_groups[group].label, *row);
}

// Where a vertex stands in the form: for each repeat around it its order and the instance's place, then its own.
std::vector<std::size_t> Filling::order_of(RowIndex row, std::size_t vertex) const {
  const Vertex& v = plan().vertices[vertex];
  const bool group = v.of == Vertex::Of::group_relevance;
  std::vector<std::size_t> out{group ? plan().group_order[v.index] : plan().question_order[v.index]};
  for (; row != 0; row = rows_[row].parent) {
    out.push_back(rows_[row].position);
    out.push_back(plan().group_order[rows_[row].scope]);
  }
  out.push_back(group ? 0 : 1);
  std::reverse(out.begin(), out.end());
  return out;
}

std::vector<std::string> Filling::touched_keys() {
  std::vector<std::pair<std::vector<std::size_t>, std::string>> ordered;
  for (auto [row, vertex] : touched_) {
    const Vertex& v = plan().vertices[vertex];
    if (!stands(row, v.scope)) continue;
    rows_[row].changed[v.slot] = 0;
    ordered.emplace_back(order_of(row, vertex), key_of(row, {v.of == Vertex::Of::group_relevance, v.index}));
  }
  touched_.clear();
  std::sort(ordered.begin(), ordered.end());
  ordered.erase(std::unique(ordered.begin(), ordered.end()), ordered.end());
  std::vector<std::string> keys;
  for (auto& entry : ordered) keys.push_back(std::move(entry.second));
  return keys;
}

}  // namespace karvan::form
