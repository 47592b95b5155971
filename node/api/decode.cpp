#include "node/api/decode.h"

#include <algorithm>
#include <charconv>

#include "node/api/api.h"
#include "node/api/table.h"
#include "node/counter/commands.h"

namespace karvan::api {
namespace {

constexpr std::size_t member_shown_max = 40;
constexpr std::size_t currency_chars = 3;
constexpr std::string_view money_members[] = {"minor", "currency"};

tl::unexpected<Error> refused(Code code, std::string_view field) { return fail(code, {{"field", std::string(field)}}); }

Result<std::string> bounded(const json::object& body, std::string_view field, std::size_t bytes_max) {
  TRY(auto value, json::string_at(body, field));
  if (value.size() > bytes_max) return refused(Code::answer_too_long, field);
  return value;
}

// A stranger chose it: what is no plain name is not repeated.
std::string shown(std::string_view member) {
  constexpr auto of_names = "abcdefghijklmnopqrstuvwxyz0123456789_";
  const bool plain = member.size() <= member_shown_max && member.find_first_not_of(of_names) == std::string_view::npos;
  return plain ? std::string(member) : "?";
}

}  // namespace

Result<std::string> text(const json::object& body, std::string_view field) {
  return bounded(body, field, id_bytes_max);
}

Result<std::string> optional_text(const json::object& body, std::string_view field) {
  return body.contains(field) ? text(body, field) : std::string();
}

Result<std::string> key(const json::object& body, std::string_view field) {
  return bounded(body, field, key_bytes_max);
}

Result<std::string> words(const json::object& body, std::string_view field) {
  return bounded(body, field, counter::reason_bytes_max);
}

Result<std::string> optional_words(const json::object& body, std::string_view field) {
  return body.contains(field) ? words(body, field) : std::string();
}

Result<std::string> currency(const json::object& body, std::string_view field) {
  return bounded(body, field, currency_chars);
}

Result<std::int64_t> integer(const json::object& body, std::string_view field) { return json::integer_at(body, field); }

Result<std::uint64_t> version(const json::object& body, std::string_view field) {
  TRY(auto value, integer(body, field));
  if (value < 0) return refused(Code::field_wrong_type, field);
  return static_cast<std::uint64_t>(value);
}

Result<int> party_number(const json::object& body, std::string_view field) {
  TRY(auto value, integer(body, field));
  if (value < 1 || value > parties_max) return refused(Code::field_wrong_type, field);
  return static_cast<int>(value);
}

Result<model::Money> money(const json::object& body, std::string_view field) {
  TRY(const auto* o, json::object_at(body, field));
  TRY_VOID(check_members(*o, money_members, std::string(field)));
  model::Money amount;
  TRY(amount.minor, integer(*o, "minor"));
  TRY(amount.currency, currency(*o, "currency"));
  if (amount.minor < 0) return refused(Code::field_wrong_type, field);
  return amount;
}

Result<std::map<std::string, std::string>> texts(const json::object& body, std::string_view field) {
  TRY(const auto* members, json::object_at(body, field));
  if (members->size() > answers_in_a_change_max) return refused(Code::answer_too_long, field);
  std::map<std::string, std::string> all;
  for (const auto& member : *members) {
    TRY(all[std::string(member.key())], json::string_at(*members, member.key()));
  }
  return all;
}

Result<std::vector<std::string>> list(const json::object& body, std::string_view field) {
  TRY(const auto* members, json::array_at(body, field));
  if (members->size() > list_max) return refused(Code::answer_too_long, field);
  std::vector<std::string> all;
  for (const auto& member : *members) {
    if (!member.is_string()) return refused(Code::field_wrong_type, field);
    all.emplace_back(member.get_string());
  }
  return all;
}

Result<std::map<std::int64_t, std::int64_t>> denominations(const json::object& body, std::string_view field) {
  TRY(const auto* members, json::object_at(body, field));
  std::map<std::int64_t, std::int64_t> counted;
  for (const auto& member : *members) {
    const std::string_view name = member.key();
    std::int64_t face = 0;
    const auto read = std::from_chars(name.data(), name.data() + name.size(), face);
    if (read.ec != std::errc() || read.ptr != name.data() + name.size() || name.starts_with('0'))
      return refused(Code::field_wrong_type, field);
    TRY(counted[face], integer(*members, name));
  }
  return counted;
}

Result<std::string> decode_cmd(const json::object& body) {
  TRY(auto cmd, json::string_at(body, "cmd"));
  if (cmd.size() < cmd_chars_min || cmd.size() > cmd_chars_max) return refused(Code::field_wrong_type, "cmd");
  return cmd;
}

Result<void> check_members(const json::object& body, std::span<const std::string_view> members,
                           const std::string& what) {
  for (const auto& member : body) {
    if (std::find(members.begin(), members.end(), member.key()) != members.end()) continue;
    const auto name = shown(member.key());
    return fail(Code::field_unknown, {{"field", name}}, what + "/" + name);
  }
  return {};
}

Result<std::map<std::string, std::string>> decode_texts(const json::object& body) {
  std::map<std::string, std::string> all;
  for (const auto& member : body) {
    TRY(all[std::string(member.key())], bounded(body, member.key(), body_text_bytes_max));
  }
  return all;
}

}  // namespace karvan::api
