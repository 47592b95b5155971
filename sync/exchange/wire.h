#pragma once
#include <string>
#include <string_view>

#include "storage/model/json.h"
#include "sync/exchange/exchange.h"

// Lines and members as both messages use them. Inside this room only.
namespace karvan::exchange {

// Hands out a message piece by piece; never past its end.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}
  bool done() const { return rest_.empty(); }
  // Up to the next newline, which is required.
  Result<std::string_view> line();
  // `size` bytes, any, and a newline after them.
  Result<std::string_view> block(std::size_t size);

 private:
  std::string_view rest_;
};

// A control line: an object of known use, bounded.
Result<json::object> control(Lines& lines);

// Node and epoch names: 1 … 64 of a-z A-Z 0-9 . _ -
Result<std::string> name_at(const json::object& o, std::string_view key);
bool sound_name(std::string_view name);
Result<std::uint64_t> count_at(const json::object& o, std::string_view key, std::uint64_t max = INT64_MAX);

json::array write_point(const Point& point);
Result<Point> read_point(const json::value& value);
Result<std::vector<Point>> read_points(const json::object& o, std::string_view key);
Result<void> known_version(const json::object& header);

inline tl::unexpected<Error> malformed(std::string where) { return fail(Code::malformed, {}, "exchange: " + where); }

}  // namespace karvan::exchange
