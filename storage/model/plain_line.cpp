#include "storage/model/plain_line.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "storage/model/json_text.h"
#include "storage/model/record_kind.h"

namespace karvan::model {
namespace {

constexpr std::size_t digits_max = 18;  // of what surely is no overflow

bool is_ascii(std::string_view text) {
  std::uint64_t some = 0, all = 0;
  for (; text.size() >= sizeof some; text.remove_prefix(sizeof some)) {
    std::memcpy(&some, text.data(), sizeof some);
    all |= some;
  }
  for (const char c : text) all |= static_cast<unsigned char>(c);
  return (all & 0x8080808080808080) == 0;
}

// RFC 3629 section 4: how many bytes a character has by its first one, and what the second one may be.
struct Lead {
  std::size_t bytes = 0;  // 0: begins none
  unsigned char low = 0x80, high = 0xbf;
};

Lead lead_of(unsigned char first) {
  if (first < 0x80) return {1};
  if (first >= 0xc2 && first <= 0xdf) return {2};
  if (first == 0xe0) return {3, 0xa0};
  if (first == 0xed) return {3, 0x80, 0x9f};
  if (first >= 0xe1 && first <= 0xef) return {3};
  if (first == 0xf0) return {4, 0x90};
  if (first >= 0xf1 && first <= 0xf3) return {4};
  if (first == 0xf4) return {4, 0x80, 0x8f};
  return {};
}

bool is_utf8(std::string_view text) {
  if (is_ascii(text)) return true;
  while (!text.empty()) {
    const auto lead = lead_of(static_cast<unsigned char>(text[0]));
    if (lead.bytes == 0 || text.size() < lead.bytes) return false;
    for (std::size_t i = 1; i < lead.bytes; ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      if (byte < (i == 1 ? lead.low : 0x80) || byte > (i == 1 ? lead.high : 0xbf)) return false;
    }
    text.remove_prefix(lead.bytes);
  }
  return true;
}

// Each takes what it is named for off the front; false where that is not there.
class Plain {
 public:
  explicit Plain(std::string_view line) : rest_(line) {}
  bool done() const { return rest_.empty(); }
  bool sign(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool word(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  bool text(std::string_view& out) {
    if (!sign('"')) return false;
    const auto end = rest_.find('"');
    if (end == rest_.npos) return false;
    out = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return json::is_plain(out) && is_utf8(out);
  }
  bool text(std::string& out) {
    std::string_view found;
    if (!text(found)) return false;
    out = found;
    return true;
  }
  bool number(std::uint64_t& out) {
    std::size_t digits = 0;
    for (out = 0; digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9'; ++digits) {
      if (digits == digits_max) return false;
      out = out * 10 + static_cast<std::uint64_t>(rest_[digits] - '0');
    }
    const bool sound = digits == 1 || (digits > 1 && rest_.front() != '0');
    rest_.remove_prefix(digits);
    return sound;
  }
  // In the order of their names.
  bool texts(std::map<std::string, std::string>& out) {
    if (!sign('{')) return false;
    if (sign('}')) return true;
    do {
      std::string_view key, value;
      if (!text(key) || !sign(':') || !text(value)) return false;
      if (!out.empty() && key <= out.rbegin()->first) return false;
      out.emplace_hint(out.end(), key, value);
    } while (sign(','));
    return sign('}');
  }

 private:
  std::string_view rest_;
};

// As `write_op` has them, one after the other.
enum class Place { v, node, epoch, seq, time, salt, actor, of, ref, roster, uncertain, pin, set, over, advance, note };
constexpr auto members_in_order =
    std::to_array<std::string_view>({"v", "node", "epoch", "seq", "time", "salt", "actor", "of", "ref", "roster",
                                     "uncertain", "pin", "set", "over", "advance", "note"});
constexpr std::size_t demanded = static_cast<std::size_t>(Place::of) + 1;  // the first ones

bool read_pin(Plain& line, std::optional<Pin>& pin) {
  pin.emplace();
  return line.word("{\"service\":") && line.text(pin->service) && line.word(",\"version\":") &&
         line.text(pin->version) && line.sign('}');
}

bool read_time(Plain& line, HybridTime& time) {
  std::string_view text;
  if (!line.text(text)) return false;
  const auto read = parse_hybrid_time(text);
  if (read) time = *read;
  return read.has_value();
}

bool read_version(Plain& line) {
  std::uint64_t version = 0;
  return line.number(version) && version == 1;
}

bool take_member(Plain& line, Place place, Op& op) {
  switch (place) {
    case Place::v:
      return read_version(line);
    case Place::node:
      return line.text(op.id.node);
    case Place::epoch:
      return line.text(op.id.epoch);
    case Place::seq:
      return line.number(op.id.seq);
    case Place::time:
      return read_time(line, op.time);
    case Place::salt:
      return line.text(op.salt);
    case Place::actor:
      return line.text(op.actor);
    case Place::of:
      return line.text(op.of);
    case Place::ref:
      return line.number(op.ref);
    case Place::roster:
      return line.number(op.roster);
    case Place::uncertain:
      return op.uncertain = line.word("true");
    case Place::pin:
      return read_pin(line, op.pin);
    case Place::set:
      return line.texts(op.set);
    case Place::over:
      return line.texts(op.over);
    case Place::advance:
      return line.text(op.advance);
    case Place::note:
      return line.text(op.note);
  }
  return false;
}

bool is_sound(const Op& op) {
  const bool bounded =
      std::max({op.id.node.size(), op.id.epoch.size(), op.salt.size(), op.actor.size()}) <= identity_bytes_max;
  return bounded && op.id.seq > 0 && !kind_in(op.of).empty();
}

}  // namespace

std::optional<Op> read_plain(std::string_view text) {
  if (text.size() > line_bytes_max) return std::nullopt;
  Plain line(text);
  std::optional<Op> op(std::in_place);
  std::size_t next = 0;
  if (!line.sign('{')) return std::nullopt;
  do {
    std::string_view name;
    if (!line.text(name) || !line.sign(':')) return std::nullopt;
    const auto at = static_cast<std::size_t>(std::find(members_in_order.begin() + next, members_in_order.end(), name) -
                                             members_in_order.begin());
    const bool left_out = next < demanded && at != next;
    if (at == members_in_order.size() || left_out || !take_member(line, static_cast<Place>(at), *op))
      return std::nullopt;
    next = at + 1;
  } while (line.sign(','));
  if (next < demanded || !line.sign('}') || !line.done() || !is_sound(*op)) return std::nullopt;
  return op;
}

}  // namespace karvan::model
