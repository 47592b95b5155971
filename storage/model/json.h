#pragma once
#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "storage/model/error.h"

// Reading JSON with bounds and with errors that name the member. Text that must keep its exact bytes (an operation's
// line) is never written again from a parsed value: Boost.JSON rewrites numbers.
namespace karvan::json {

using boost::json::array;
using boost::json::object;
using boost::json::value;

// At most `bytes_max` long and 32 deep; duplicate members are refused as malformed where they would be ambiguous.
Result<object> parse_object(std::string_view text, std::size_t bytes_max = 1 << 20);

Result<std::string> string_at(const object& o, std::string_view key);
Result<std::int64_t> integer_at(const object& o, std::string_view key);
Result<const object*> object_at(const object& o, std::string_view key);
Result<const array*> array_at(const object& o, std::string_view key);

// The member, or `otherwise` where it is absent or of another type.
std::string string_or(const object& o, std::string_view key, std::string_view otherwise = "");
std::int64_t integer_or(const object& o, std::string_view key, std::int64_t otherwise = 0);
bool bool_or(const object& o, std::string_view key, bool otherwise = false);

std::string write(const value& v);

}  // namespace karvan::json
