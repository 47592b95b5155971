#include "storage/model/json.h"

#include <algorithm>

namespace karvan::json {

Result<object> parse_object(std::string_view text, std::size_t bytes_max) {
  if (text.size() > bytes_max) return fail(Code::body_too_large, {{"bytes_max", std::to_string(bytes_max)}});
  // All of it in one place, which goes with the last of it.
  constexpr std::size_t block_bytes_max = 64 << 10;
  auto storage = boost::json::make_shared_resource<boost::json::monotonic_resource>(
      std::min(2 * text.size() + sizeof(value), block_bytes_max));
  boost::system::error_code bad;
  value v = boost::json::parse(text, bad, std::move(storage));
  if (bad) return fail(Code::malformed, {}, "json");
  if (!v.is_object()) return fail(Code::malformed, {}, "json: an object is expected");
  return std::move(v.as_object());
}

namespace {

Result<const value*> member(const object& o, std::string_view key) {
  const value* v = o.if_contains(key);
  if (!v) return fail(Code::field_missing, {{"field", std::string(key)}});
  return v;
}

tl::unexpected<Error> wrong(std::string_view key) {
  return fail(Code::field_wrong_type, {{"field", std::string(key)}});
}

}  // namespace

Result<std::string> string_at(const object& o, std::string_view key) {
  TRY(auto v, member(o, key));
  if (!v->is_string()) return wrong(key);
  return std::string(v->get_string());
}

Result<std::int64_t> integer_at(const object& o, std::string_view key) {
  TRY(auto v, member(o, key));
  if (!v->is_int64()) return wrong(key);
  return v->get_int64();
}

Result<const object*> object_at(const object& o, std::string_view key) {
  TRY(auto v, member(o, key));
  if (!v->is_object()) return wrong(key);
  return &v->get_object();
}

Result<const array*> array_at(const object& o, std::string_view key) {
  TRY(auto v, member(o, key));
  if (!v->is_array()) return wrong(key);
  return &v->get_array();
}

std::string string_or(const object& o, std::string_view key, std::string_view otherwise) {
  const value* v = o.if_contains(key);
  return v && v->is_string() ? std::string(v->get_string()) : std::string(otherwise);
}

std::int64_t integer_or(const object& o, std::string_view key, std::int64_t otherwise) {
  const value* v = o.if_contains(key);
  return v && v->is_int64() ? v->get_int64() : otherwise;
}

bool bool_or(const object& o, std::string_view key, bool otherwise) {
  const value* v = o.if_contains(key);
  return v && v->is_bool() ? v->get_bool() : otherwise;
}

std::string write(const value& v) { return boost::json::serialize(v); }

}  // namespace karvan::json
