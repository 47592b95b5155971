#include "sync/form/members.h"

namespace karvan::form {

json::object write_strings(const Strings& strings) {
  json::object out;
  for (const auto& [key, value] : strings) out[key] = value;
  return out;
}

Result<Strings> strings_in(const json::object& o, std::string_view member, Code broken) {
  Strings out;
  const json::value* v = o.if_contains(member);
  if (!v) return out;
  if (!v->is_object()) return fail(broken, {}, std::string(member));
  for (const auto& [key, value] : v->get_object()) {
    if (!value.is_string()) return fail(broken, {}, std::string(member));
    out.emplace(key, value.get_string());
  }
  return out;
}

}  // namespace karvan::form
