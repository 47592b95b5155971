#include "sync/exchange/wire.h"

#include <algorithm>

namespace karvan::exchange {
namespace {

constexpr std::size_t name_bytes_max = 64;

bool name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

}  // namespace

Result<std::string_view> Lines::line() {
  auto end = rest_.find('\n');
  if (end == rest_.npos) return malformed("a line without an end");
  if (end > line_bytes_max) return fail(Code::body_too_large, {{"bytes_max", std::to_string(line_bytes_max)}}, "line");
  auto line = rest_.substr(0, end);
  rest_.remove_prefix(end + 1);
  return line;
}

Result<std::string_view> Lines::block(std::size_t size) {
  if (rest_.size() <= size || rest_[size] != '\n') return malformed("a block's size");
  auto block = rest_.substr(0, size);
  rest_.remove_prefix(size + 1);
  return block;
}

Result<json::object> header(Lines& lines) {
  TRY(auto line, lines.line());
  return json::parse_object(line, control_bytes_max);
}

Result<Control> control(Lines& lines) {
  TRY(auto o, header(lines));
  if (o.size() != 1) return malformed("a control line's kind");
  return Control{std::string(o.begin()->key()), o.begin()->value()};
}

Result<const json::object*> members(const Control& control) {
  const auto* o = control.value.if_object();
  if (o == nullptr) return malformed(control.kind);
  return o;
}

Result<void> skip(const Control& control, Lines& lines) {
  const auto* o = control.value.if_object();
  if (o == nullptr) return {};
  if (o->contains("bytes")) {
    TRY(auto size, count_at(*o, "bytes", plain_bytes_max));
    TRY_VOID(lines.block(size));
  }
  if (!o->contains("lines")) return {};
  TRY(auto count, count_at(*o, "lines", plain_bytes_max));
  for (; count > 0; --count) TRY_VOID(lines.line());
  return {};
}

Result<seal::Digest> read_digest(std::string_view hex) {
  TRY(auto bytes, seal::from_hex(hex));
  seal::Digest digest;
  if (bytes.size() != digest.size()) return malformed("hash");
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

bool sound_name(std::string_view name) {
  return !name.empty() && name.size() <= name_bytes_max && std::all_of(name.begin(), name.end(), name_char);
}

Result<std::string> name_at(const json::object& o, std::string_view key) {
  TRY(auto name, json::string_at(o, key));
  if (!sound_name(name)) return malformed(std::string(key));
  return name;
}

Result<std::uint64_t> count_at(const json::object& o, std::string_view key, std::uint64_t max) {
  TRY(auto count, json::integer_at(o, key));
  if (count < 0 || static_cast<std::uint64_t>(count) > max) return malformed(std::string(key));
  return static_cast<std::uint64_t>(count);
}

json::array write_point(const Point& point) { return {point.epoch, point.seq, seal::to_hex(point.hash)}; }

Result<Point> read_point(const json::value& value) {
  const json::array* parts = value.if_array();
  bool sound = parts && parts->size() == 3 && (*parts)[0].is_string() && (*parts)[1].is_int64() &&
               (*parts)[1].get_int64() >= 0 && (*parts)[2].is_string() && sound_name((*parts)[0].get_string());
  if (!sound) return malformed("point");
  Point point{std::string((*parts)[0].get_string()), static_cast<std::uint64_t>((*parts)[1].get_int64()), {}};
  TRY(point.hash, read_digest((*parts)[2].get_string()));
  return point;
}

Result<std::vector<Point>> read_points(const json::object& o, std::string_view key) {
  std::vector<Point> points;
  if (!o.contains(key)) return points;
  TRY(auto list, json::array_at(o, key));
  if (list->size() > epochs_max) return malformed(std::string(key));
  for (const auto& value : *list) {
    TRY(auto point, read_point(value));
    points.push_back(std::move(point));
  }
  return points;
}

// A header of a version that is not spoken here may still say that one is.
Result<void> known_version(const json::object& header) {
  TRY(auto v, json::integer_at(header, "karvan"));
  if (v == version) return {};
  return fail(Code::version_unknown, {{"known", std::to_string(version)}, {"asked", std::to_string(v)}});
}

}  // namespace karvan::exchange
