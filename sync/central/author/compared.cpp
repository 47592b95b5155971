#include "sync/central/author/compared.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "sync/catalogue/service.h"
#include "sync/central/author/changes.h"
#include "sync/central/author/money.h"

namespace karvan::central::author {

namespace {

using json::array;
using json::object;
using json::value;

constexpr std::size_t told_bytes_max = 120;
constexpr auto keys =
    std::to_array<std::string_view>({"id", "question", "group", "repeat", "role", "kind", "how", "name", "when", "is"});

// Cut before the code point that would pass the limit.
std::string told(const value& v) {
  std::string text = json::write(v);
  if (text.size() <= told_bytes_max) return text;
  std::size_t end = told_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

// What an object of a list is known by; empty where it is nothing of the kind.
std::string key_of(const value& v) {
  const object* o = v.if_object();
  if (!o) return {};
  for (std::string_view key : keys)
    if (const value* name = o->if_contains(key)) return told(*name);
  return {};
}

bool keyed(const array& list) {
  std::set<std::string> seen;
  for (const value& v : list) {
    std::string key = key_of(v);
    if (key.empty() || !seen.insert(std::move(key)).second) return false;
  }
  return true;
}

using Known = std::map<std::string, const value*>;

// By key, and the keys in their order.
std::pair<Known, std::vector<std::string>> by_key(const array& list) {
  std::pair<Known, std::vector<std::string>> out;
  for (const value& v : list) {
    out.second.push_back(key_of(v));
    out.first.emplace(out.second.back(), &v);
  }
  return out;
}

void compare_keyed(const std::string& what, const array& before, const array& after, std::vector<std::string>& lines) {
  const auto [old, old_keys] = by_key(before);
  const auto [now, now_keys] = by_key(after);
  std::vector<std::string> kept_before, kept_after;
  for (const auto& key : old_keys) {
    if (now.contains(key)) {
      kept_before.push_back(key);
    } else {
      lines.push_back(what + " " + key + " is removed");
    }
  }
  for (const auto& key : now_keys) {
    if (auto found = old.find(key); found != old.end()) {
      kept_after.push_back(key);
      compare(what + " " + key, *found->second, *now.at(key), lines);
    } else {
      lines.push_back(what + " " + key + " is added");
    }
  }
  if (kept_before != kept_after) lines.push_back(what + ": the order differs");
}

// A list of words, each once.
void compare_words(const std::string& what, const array& before, const array& after, std::vector<std::string>& lines) {
  auto written = [](const array& list) {
    std::set<std::string> words;
    for (const value& v : list) words.insert(json::write(v));
    return words;
  };
  const auto old_words = written(before), now_words = written(after);
  const std::size_t first = lines.size();
  for (const value& old : before)
    if (!now_words.contains(json::write(old))) lines.push_back(what + ": " + told(old) + " is removed");
  for (const value& now : after)
    if (!old_words.contains(json::write(now))) lines.push_back(what + ": " + told(now) + " is added");
  if (lines.size() == first) lines.push_back(what + ": the order differs");
}

void compare_objects(const std::string& what, const object& before, const object& after,
                     std::vector<std::string>& lines) {
  const auto inside = [&](std::string_view member) { return (what.empty() ? "" : what + ": ") + std::string(member); };
  for (const auto& [member, old] : before) {
    if (const value* now = after.if_contains(member)) {
      compare(inside(member), old, *now, lines);
    } else {
      lines.push_back(inside(member) + " " + told(old) + " is removed");
    }
  }
  for (const auto& [member, now] : after)
    if (!before.contains(member)) lines.push_back(inside(member) + " " + told(now) + " is added");
}

std::string amount_of(const std::string& currency, std::int64_t minor) {
  std::string digits = std::to_string(minor);
  const auto decimals = static_cast<std::size_t>(decimals_of(currency).value_or(0));
  if (decimals > 0) {
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    digits.insert(digits.size() - decimals, ".");
  }
  return digits + " " + currency;
}

void name_amount(object& o, const std::string& currency) {
  const std::int64_t minor = json::integer_or(o, "minor");
  o.erase("minor");
  o["amount"] = amount_of(currency, minor);
}

void flatten(array parts, const value& around, object& out) {
  for (value& part : parts) {
    object o = std::move(part.as_object());
    if (!around.is_null()) o["in"] = around;
    const bool asked = o.contains("question");
    array children;
    if (const value* below = o.if_contains("children")) children = below->as_array();
    o.erase("children");
    const value name = asked ? value() : o.contains("repeat") ? o["repeat"] : o["group"];
    out[asked ? "question" : "group"].as_array().push_back(std::move(o));
    if (!asked) flatten(std::move(children), name, out);
  }
}

}  // namespace

void compare(const std::string& what, const value& before, const value& after, std::vector<std::string>& lines) {
  if (before == after) return;
  if (before.is_object() && after.is_object())
    return compare_objects(what, before.get_object(), after.get_object(), lines);
  if (before.is_array() && after.is_array()) {
    const auto &old = before.get_array(), &now = after.get_array();
    if (keyed(old) && keyed(now)) return compare_keyed(what, old, now, lines);
    const auto is_word = [](const value& v) { return v.is_string(); };
    if (std::all_of(old.begin(), old.end(), is_word) && std::all_of(now.begin(), now.end(), is_word))
      return compare_words(what, old, now, lines);
  }
  lines.push_back(what + ": " + told(after) + " instead of " + told(before));
}

json::object flattened(json::object service) {
  if (value* fees = service.if_contains("fees")) {
    for (value& fee : fees->as_array()) {
      const std::string currency = json::string_or(fee.as_object(), "currency");
      name_amount(fee.as_object(), currency);
      if (value* rows = fee.as_object().if_contains("rows"))
        for (value& row : rows->as_array()) name_amount(row.as_object(), currency);
    }
  }
  if (value* form = service.if_contains("form")) {
    object o = std::move(form->as_object());
    service.erase("form");
    service["question"] = array{};
    service["group"] = array{};
    if (value* children = o.if_contains("children")) flatten(std::move(children->as_array()), nullptr, service);
    o.erase("children");
    service["form"] = std::move(o);
  }
  return service;
}

std::vector<std::string> describe_changes(std::string_view before, std::string_view after) {
  std::vector<std::string> lines;
  auto old = json::parse_object(before, catalogue::service_bytes_max);
  auto now = json::parse_object(after, catalogue::service_bytes_max);
  if (!old || !now) return {"cannot be compared"};
  compare("", flattened(std::move(*old)), flattened(std::move(*now)), lines);
  return lines;
}

}  // namespace karvan::central::author
