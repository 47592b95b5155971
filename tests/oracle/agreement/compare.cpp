#include "tests/oracle/agreement/compare.h"

#include <fmt/format.h>

#include <algorithm>

namespace karvan::agreement {
namespace {

std::string text(const Value& v) { return v.value + " by " + model::to_text(v.writer); }

std::string list(const std::set<std::string>& texts) {
  std::string out;
  for (const std::string& t : texts) out += (out.empty() ? "" : ", ") + t;
  return "{" + out + "}";
}

std::set<std::string> texts(const std::set<Value>& values) {
  std::set<std::string> out;
  for (const Value& v : values) out.insert(text(v));
  return out;
}

std::set<std::string> candidates(const model::Field& field) {
  std::set<std::string> out;
  for (const auto& c : field.candidates) out.insert(c.value + " by " + c.writer);
  return out;
}

std::set<std::string> everywhere(const model::Record& record, const std::string& key) {
  std::set<std::string> out;
  if (auto f = record.fields.find(key); f != record.fields.end()) {
    out = candidates(f->second);
    out.insert(f->second.value + " by " + f->second.writer);
    for (const auto& c : f->second.replaced) out.insert(c.value + " by " + c.writer);
  }
  for (const auto& resolution : record.resolutions)
    if (resolution.resolved.act.field == key)
      for (const auto& c : resolution.among) out.insert(c.value + " by " + c.writer);
  return out;
}

// Something at or under an instance, or its list, is held.
bool held_around(const model::Record& record, const std::string& repeat, const std::string& id) {
  for (const auto& [key, field] : record.fields)
    if (field.held && (key == repeat || key.starts_with(repeat + "/" + id + "/"))) return true;
  return false;
}

bool is_settled(const model::Record& record, const std::string& key) {
  return std::any_of(record.resolutions.begin(), record.resolutions.end(),
                     [&](const auto& each) { return each.resolved.act.field == key; });
}

void compare_plain(const std::string& key, const Field& mine, const model::Field& theirs,
                   const std::set<std::string>& shown, std::vector<std::string>& out) {
  auto differs = [&](const std::string& what, const std::string& judge, const std::string& oracle) {
    if (judge != oracle) out.push_back(fmt::format("{}: {} is {}, by the oracle {}", key, what, judge, oracle));
  };
  differs("in force", theirs.value, mine.in_force.value);
  differs("held", theirs.held ? "yes" : "no", mine.held ? "yes" : "no");
  differs("late", theirs.late ? "yes" : "no", mine.late ? "yes" : "no");
  if (mine.held) differs("who contends", list(candidates(theirs)), list(texts(mine.contenders)));
  for (const auto* kept : {&mine.contenders, &mine.settled})
    for (const Value& v : *kept)
      if (!v.value.empty() && !shown.contains(text(v))) out.push_back(key + ": not shown any more: " + text(v));
}

}  // namespace

std::vector<std::string> compare(const Oracle& oracle, const model::Record& record) {
  std::vector<std::string> out;
  const auto answers = oracle.answers();
  for (const auto& [key, mine] : oracle.fields()) {
    auto found = record.fields.find(key);
    const model::Field theirs = found == record.fields.end() ? model::Field{} : found->second;
    if (oracle.rule_of(key) != "union") {
      compare_plain(key, mine, theirs, everywhere(record, key), out);
      continue;
    }
    // Until somebody has settled it, what one took away and another answered in stays away; then it is as they said.
    const bool contested = std::any_of(oracle.contested().begin(), oracle.contested().end(),
                                       [&, name = key](const auto& one) { return one.first == name; });
    if (contested && is_settled(record, key)) continue;
    auto alive = answers.find(key);
    const auto wanted = words(alive == answers.end() ? "" : alive->second);
    if (words(theirs.value) != wanted)
      out.push_back(fmt::format("{}: members are {}, by the oracle {}", key, list(words(theirs.value)), list(wanted)));
  }
  for (const auto& [repeat, id] : oracle.contested())
    if (!held_around(record, repeat, id)) {
      // once a person has settled it, it is over
      bool settled = false;
      for (const auto& r : record.resolutions) settled = settled || r.resolved.act.field.starts_with(repeat);
      if (!settled) out.push_back(repeat + "/" + id + ": edited here and deleted there, and nothing is held");
    }
  return out;
}

}  // namespace karvan::agreement
