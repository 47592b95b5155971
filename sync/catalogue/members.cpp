#include "sync/catalogue/members.h"

#include "sync/catalogue/parts.h"

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

void put(object& out, const char* name, const std::string& text) {
  if (!text.empty()) out[name] = text;
}
void put(object& out, const char* name, const Strings& texts) {
  if (!texts.empty()) out[name] = write_strings(texts);
}
void put(object& out, const char* name, const std::vector<std::string>& list) {
  if (!list.empty()) out[name] = write_list(list);
}
void put(object& out, const char* name, int number) {
  if (number != 0) out[name] = number;
}

object write_institution(const Institution& institution) {
  return {{"id", institution.id}, {"title", write_strings(institution.title)}};
}

Result<Institution> read_institution(const object& service) {
  TRY(const object* from, json::object_at(service, "institution"));
  Institution out;
  TRY(out.id, json::string_at(*from, "id"));
  TRY(out.title, strings_in(*from, "title"));
  return out;
}

Result<int> whole_in(const object& o, std::string_view member, int otherwise, int least, int most) {
  const json::value* v = o.if_contains(member);
  if (!v) return otherwise;
  if (!v->is_int64() || v->get_int64() < least || v->get_int64() > most) return odd(member);
  return static_cast<int>(v->get_int64());
}

}  // namespace karvan::catalogue
