#pragma once
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/json.h"
#include "storage/model/money.h"

// Members of a body to values: each reader takes the body and the member's name. A missing member is field_missing, one
// of another type or form field_wrong_type, one that is too long answer_too_long, each with args.field.
namespace karvan::api {

Result<std::string> text(const json::object& body, std::string_view field);           // at most id_bytes_max
Result<std::string> optional_text(const json::object& body, std::string_view field);  // empty where it is not there
Result<std::string> key(const json::object& body, std::string_view field);            // at most key_bytes_max
Result<std::string> words(const json::object& body, std::string_view field);  // at most counter::reason_bytes_max
Result<std::string> optional_words(const json::object& body, std::string_view field);
Result<std::string> currency(const json::object& body, std::string_view field);  // ISO 4217
Result<std::int64_t> integer(const json::object& body, std::string_view field);
Result<std::uint64_t> version(const json::object& body, std::string_view field);  // of a draft, from 0
Result<int> party_number(const json::object& body, std::string_view field);       // 1 to parties_max
Result<model::Money> money(const json::object& body, std::string_view field);     // not below 0
Result<std::map<std::string, std::string>> texts(const json::object& body, std::string_view field);
Result<std::vector<std::string>> list(const json::object& body, std::string_view field);
// {"100000": 3}: face values are the members' names.
Result<std::map<std::int64_t, std::int64_t>> denominations(const json::object& body, std::string_view field);

// The page's random id of the command: 16 to 64 characters.
Result<std::string> decode_cmd(const json::object& body);

// Whether a body has no member but these: else field_unknown, whose `where` is the member's place in the body of
// `what`.
Result<void> check_members(const json::object& body, std::span<const std::string_view> members,
                           const std::string& what);
// Its members, all texts.
Result<std::map<std::string, std::string>> decode_texts(const json::object& body);

}  // namespace karvan::api
