#pragma once
#include <map>
#include <string>
#include <string_view>

#include "storage/model/json.h"

// Members of published JSON that map names to words.
namespace karvan::form {

using Strings = std::map<std::string, std::string>;

json::object write_strings(const Strings& strings);
// Empty where the member is absent; the code `broken`, with the member in `where`, where it is anything else.
Result<Strings> strings_in(const json::object& o, std::string_view member, Code broken);

}  // namespace karvan::form
