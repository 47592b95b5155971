#include <algorithm>
#include <cmath>

#include "sync/form/answers.h"
#include "sync/form/filling.h"
#include "sync/form/words.h"

// Rows: instances of repeats come and go, with what was kept of them.
namespace karvan::form {

std::vector<std::uint32_t>& Filling::instances_of(RowIndex row, std::size_t repeat) {
  return rows_[row].instances[plan().repeat_slot[repeat]];
}

void Filling::keep(std::string key, std::string value) {
  if (aside_.size() < places_max) aside_.insert_or_assign(std::move(key), std::move(value));
}

// Answers of the form itself go to their cells; the others wait for their instances.
void Filling::load(Answers answers) {
  rows_.clear();
  free_.clear();
  aside_.clear();
  places_now_ = steps_ = 0;
  crowded_ = exhausted_ = places_known_ = false;
  batch_.assign(plan().scopes.size(), {});
  make_row(no_group, no_row, {});
  auto known = plan().question_names.begin();  // both are in the order of names
  for (auto& [key, value] : answers) {
    while (known != plan().question_names.end() && known->first < key) ++known;
    if (value.empty()) continue;
    const bool named = known != plan().question_names.end() && known->first == key;
    if (named && plan().question_scope[known->second] == no_group) {
      cell(0, known->second).state.value = bounded(std::move(value));
    } else if (form_.has_key(key)) {
      keep(key, bounded(std::move(value)));
    }
  }
}

std::uint32_t Filling::make_row(std::size_t scope, RowIndex parent, std::string id) {
  const ScopeParts& parts = plan().parts(scope);
  if (free_.empty()) {
    free_.push_back(static_cast<RowIndex>(rows_.size()));
    rows_.emplace_back();
  }
  const RowIndex index = free_.back();
  free_.pop_back();
  Row row;
  row.scope = scope;
  row.parent = parent;
  if (scope != no_group) row.prefix = rows_[parent].prefix + plan().groups[scope].name + "/" + id + "/";
  row.id = std::move(id);
  row.cells.resize(parts.questions.size());
  row.groups.assign(parts.groups.size(), 1);
  row.instances.resize(parts.repeats.size());
  row.over.resize(parts.repeats.size());
  row.queued.resize(parts.vertices.size());
  row.changed.resize(parts.vertices.size());
  row.steps.resize(parts.vertices.size());
  const bool returns = take_kept(row);
  if (!continues_ && !returns) {
    put_defaults(row);
    newcomers_.push_back(index);
  }
  rows_[index] = std::move(row);
  places_now_ += parts.questions.size();
  places_known_ = false;
  if (!batch_.empty()) batch_[plan().scope_number(scope)].push_back(index);
  return index;
}

bool Filling::take_kept(Row& row) {
  bool any = false;
  for (auto at = aside_.lower_bound(row.prefix); at != aside_.end() && at->first.starts_with(row.prefix);) {
    any = true;
    const std::string_view name = std::string_view(at->first).substr(row.prefix.size());
    auto question = plan().question_names.find(name);
    if (question == plan().question_names.end() || plan().question_scope[question->second] != row.scope) {
      ++at;
      continue;
    }
    row.cells[plan().question_slot[question->second]].state.value = std::move(at->second);
    at = aside_.erase(at);
  }
  return any;
}

void Filling::put_defaults(Row& row) {
  for (std::size_t q : plan().parts(row.scope).questions) {
    const Question& question = plan().questions[q];
    std::string& value = row.cells[plan().question_slot[q]].state.value;
    if (!question.default_value.empty()) value = bounded(kept_form(question, question.default_value));
    if (question.meta == "start") value = context_.now;
    if (question.meta == "today") value = context_.today;
    if (question.meta == "deviceid") value = context_.device;
    if (question.meta == "username") value = context_.user;
  }
}

void Filling::drop_row(RowIndex index) {
  for (std::size_t repeat : plan().parts(rows_[index].scope).repeats) {
    std::string ids;
    for (RowIndex instance : instances_of(index, repeat)) {
      ids += (ids.empty() ? "" : " ") + rows_[instance].id;
      drop_row(instance);
    }
    if (!ids.empty()) keep(rows_[index].prefix + plan().groups[repeat].name, std::move(ids));
  }
  Row& row = rows_[index];
  for (std::size_t q : plan().parts(row.scope).questions) {
    std::string& value = row.cells[plan().question_slot[q]].state.value;
    if (!value.empty()) keep(row.prefix + plan().questions[q].name, std::move(value));
  }
  for (std::uint32_t steps : row.steps) steps_ -= steps;
  places_now_ -= row.cells.size();
  places_known_ = false;
  row.alive = false;
  free_.push_back(index);
}

void Filling::renumber(RowIndex row, std::size_t repeat) {
  std::size_t position = 0;
  for (RowIndex instance : instances_of(row, repeat)) rows_[instance].position = ++position;
}

bool Filling::grow(RowIndex parent, std::size_t repeat, std::string id) {
  if (instances_of(parent, repeat).size() >= instances_max) return false;
  if (places_now_ + plan().parts(repeat).questions.size() > places_max) {
    crowded_ = true;
    return false;
  }
  const RowIndex row = make_row(repeat, parent, std::move(id));
  instances_of(parent, repeat).push_back(row);
  rows_[row].position = instances_of(parent, repeat).size();
  if (batch_.empty()) queue_row(row);
  return true;
}

// An open repeat has the instances that were kept; a counted one makes its own.
bool Filling::compute_instances(RowIndex row, std::size_t repeat) {
  const Expression& count = plan().parsed_groups[repeat].count;
  if (plan().groups[repeat].repeat_count.empty()) return restore_instances(row, repeat);
  const double asked = std::trunc(number_of(evaluated(count, row, no_question)));
  const std::size_t wanted = asked >= 1 ? static_cast<std::size_t>(std::min(asked, 1e6)) : 0;
  const std::size_t before = instances_of(row, repeat).size();
  while (instances_of(row, repeat).size() > wanted) {
    drop_row(instances_of(row, repeat).back());
    instances_of(row, repeat).pop_back();
  }
  while (instances_of(row, repeat).size() < wanted) {
    if (!grow(row, repeat, std::to_string(instances_of(row, repeat).size() + 1))) break;
  }
  aside_.erase(rows_[row].prefix + plan().groups[repeat].name);
  rows_[row].over[plan().repeat_slot[repeat]] = instances_of(row, repeat).size() < wanted;
  return instances_of(row, repeat).size() != before;
}

bool Filling::restore_instances(RowIndex row, std::size_t repeat) {
  auto kept = aside_.extract(rows_[row].prefix + plan().groups[repeat].name);
  if (kept.empty()) return false;
  bool over = false;
  for (std::string_view id : split(kept.mapped())) {
    if (!is_instance_id(id) || instance_in(row, repeat, id)) continue;
    over = !grow(row, repeat, std::string(id)) || over;
  }
  rows_[row].over[plan().repeat_slot[repeat]] = over;
  return true;
}

Result<std::vector<std::string>> Filling::add(std::string_view repeat_key, std::string_view id) {
  auto at = repeat_at(repeat_key);
  const bool open = at && plan().groups[at->index].repeat_count.empty();
  if (!open || !is_instance_id(id) || instance_in(at->row, at->index, id))
    return fail(Code::unknown_question, {}, std::string(repeat_key));
  const bool crowded = crowded_;
  if (!grow(at->row, at->index, std::string(id))) {
    crowded_ = crowded;
    return fail(Code::repeat_full, {{"most", std::to_string(instances_max)}}, std::string(repeat_key));
  }
  touch(plan().group_vertex(at->index), at->row);
  queue_dependents(plan().instances_vertex(at->index), at->row);
  settle();
  return touched_keys();
}

Result<std::vector<std::string>> Filling::remove(std::string_view instance_key) {
  const auto divide = instance_key.rfind('/');
  auto at = divide == std::string_view::npos ? std::nullopt : repeat_at(instance_key.substr(0, divide));
  const bool open = at && plan().groups[at->index].repeat_count.empty();
  auto row = open ? instance_in(at->row, at->index, instance_key.substr(divide + 1)) : std::nullopt;
  if (!row) return fail(Code::unknown_question, {}, std::string(instance_key));
  auto& instances = instances_of(at->row, at->index);
  instances.erase(std::find(instances.begin(), instances.end(), *row));
  drop_row(*row);
  renumber(at->row, at->index);
  touch(plan().group_vertex(at->index), at->row);
  queue_dependents(plan().instances_vertex(at->index), at->row);
  settle();
  return touched_keys();
}

}  // namespace karvan::form
