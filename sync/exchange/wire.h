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

inline constexpr std::size_t control_bytes_max = 64 << 10;

// The first line: members, of which those that are not known are passed over.
Result<json::object> header(Lines& lines);

// Any other control line: an object with one member, its kind. What follows it is told by the value's members `lines`
// or `bytes`, so that a kind that is not known can be passed over whole.
struct Control {
  std::string kind;
  json::value value;
};
Result<Control> control(Lines& lines);
// Its value, which has to be an object.
Result<const json::object*> members(const Control& control);
Result<void> skip(const Control& control, Lines& lines);

// Node and epoch names: 1 … 64 of a-z A-Z 0-9 . _ -
Result<std::string> name_at(const json::object& o, std::string_view key);
bool sound_name(std::string_view name);
Result<std::uint64_t> count_at(const json::object& o, std::string_view key, std::uint64_t max = INT64_MAX);

Result<seal::Digest> read_digest(std::string_view hex);
Result<Feed> feed_named(std::string_view name);
// mark_digits hex digits, or empty.
bool sound_mark(std::string_view mark);

json::array write_positions(const Cursors& at);
// `hashes`: the name of the member with the marks.
void write_marks(const Cursors& at, std::string_view name, json::object& o);
Result<void> read_positions(const json::object& o, std::string_view name, Cursors& at);
Result<void> read_marks(const json::object& o, std::string_view name, Cursors& at);
Result<Mark> read_mark(const json::value& value);
json::array write_trail(const std::vector<Mark>& marks);
Result<std::vector<Mark>> read_trail(const json::object& o, std::string_view key);

void write_entries(const std::vector<Entry>& entries, std::string& text);
Result<void> read_own(const json::object& o, std::vector<Entry>& entries);
Result<Entry> read_entry(const json::object& o, Lines& lines);
void write_document(const Document& document, std::string& text);
Result<Document> read_document(const json::object& o, Lines& lines);

json::array write_point(const Point& point);
Result<Point> read_point(const json::value& value);
Result<std::vector<Point>> read_points(const json::object& o, std::string_view key);
Result<void> known_version(const json::object& header);

inline tl::unexpected<Error> malformed(std::string where) { return fail(Code::malformed, {}, "exchange: " + where); }

}  // namespace karvan::exchange
