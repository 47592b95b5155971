#include "storage/model/members.h"

#include <algorithm>
#include <tuple>

namespace karvan::model {
namespace {

void add_member(std::vector<Member>& members, const Op& op, const std::string& value) {
  const Member added{value, to_text(op.id), op.actor, op.time};
  const bool there = std::any_of(members.begin(), members.end(), [&](const Member& other) {
    return other.value == value && other.writer == added.writer;
  });
  auto earlier = [](const Member& a, const Member& b) {
    return std::tie(a.time, a.writer) < std::tie(b.time, b.writer);
  };
  if (!there) members.insert(std::upper_bound(members.begin(), members.end(), added, earlier), added);
}

// The later identity is named where several take the same out: so their order does not show.
void remove_member(std::vector<Member>& members, const Op& op, const Removed& act) {
  for (auto& member : members)
    if (member.value == act.value && member.writer == act.of)
      member.removed_by = std::max(member.removed_by, to_text(op.id));
}

}  // namespace

std::vector<std::string> words_of(std::string_view value) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < value.size();) {
    const auto end = std::min(value.find(' ', at), value.size());
    if (end > at) words.emplace_back(value.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

std::vector<Member> members_of(const Field& field) {
  if (!field.members.empty()) return field.members;
  std::vector<Member> members;
  for (auto& word : words_of(field.value)) members.push_back({std::move(word), field.writer, field.actor, field.time});
  return members;
}

std::string value_after(const Field& field, const Op& op, const std::string& name) {
  return value_of(members_after(field, op, name));
}

std::string value_of(const std::vector<Member>& members) {
  std::vector<std::string> once;
  std::string value;
  for (const auto& member : members) {
    const bool there = std::find(once.begin(), once.end(), member.value) != once.end();
    if (!member.removed_by.empty() || there) continue;
    once.push_back(member.value);
    value += (value.empty() ? "" : " ") + member.value;
  }
  return value;
}

bool is_in(const Field& field, const std::string& word) {
  return std::any_of(field.members.begin(), field.members.end(),
                     [&](const Member& member) { return member.value == word && member.removed_by.empty(); });
}

std::string words_by(const Field& field, const std::string& writer) {
  auto theirs = field.members;
  std::erase_if(theirs, [&](const Member& member) { return member.writer != writer; });
  return value_of(theirs);
}

std::vector<Member> members_after(const Field& field, const Op& op, const std::string& name) {
  auto members = members_of(field);
  for (const auto& act : op.add)
    if (act.field == name) add_member(members, op, act.value);
  for (const auto& act : op.remove)
    if (act.field == name) remove_member(members, op, act);
  return members;
}

void bring_in(Field& field, const Op& op, const std::vector<std::string>& words) {
  for (const auto& word : words) {
    const bool in = std::any_of(field.members.begin(), field.members.end(), [&](const Member& member) {
      return member.value == word && member.removed_by.empty();
    });
    if (!in) add_member(field.members, op, word);
  }
  field.value = value_of(field.members);
}

void put_words(Field& field, const Op& op, const std::string& value) {
  const auto words = words_of(value);
  for (auto& member : field.members)
    if (member.removed_by.empty() && std::find(words.begin(), words.end(), member.value) == words.end())
      member.removed_by = to_text(op.id);
  bring_in(field, op, words);
}

}  // namespace karvan::model
