#include "sync/catalogue/members.h"

namespace karvan::catalogue {

tl::unexpected<Error> odd(std::string_view what) { return fail(Code::catalogue_broken, {}, std::string(what)); }

array write_list(const std::vector<std::string>& list) {
  array out;
  for (const auto& entry : list) out.emplace_back(entry);
  return out;
}

Result<Strings> strings_in(const object& o, std::string_view member) {
  return form::strings_in(o, member, Code::catalogue_broken);
}

Result<std::vector<std::string>> list_in(const object& o, std::string_view member) {
  std::vector<std::string> out;
  const json::value* v = o.if_contains(member);
  if (!v) return out;
  if (!v->is_array()) return odd(member);
  for (const json::value& entry : v->get_array()) {
    if (!entry.is_string()) return odd(member);
    out.emplace_back(entry.get_string());
  }
  return out;
}

Result<std::vector<const object*>> objects_in(const object& o, std::string_view member) {
  std::vector<const object*> out;
  const json::value* v = o.if_contains(member);
  if (!v) return out;
  if (!v->is_array()) return odd(member);
  for (const json::value& entry : v->get_array()) {
    if (!entry.is_object()) return odd(member);
    out.push_back(&entry.get_object());
  }
  return out;
}

}  // namespace karvan::catalogue
