#include "storage/model/plain_line.h"

#include <algorithm>
#include <array>
#include <utility>

#include "storage/model/plain.h"
#include "storage/model/record_kind.h"

namespace karvan::model {
namespace {

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
      return line.time(op.time);
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

bool may_follow(const Front& front, std::string_view name) {
  if (name == "advance") return front.op.advance.empty() && front.op.note.empty();
  if (name == "note") return front.op.note.empty();
  return std::find(members_in_order.begin(), members_in_order.end(), name) == members_in_order.end();
}

std::optional<Front> read_front(std::string_view text) {
  if (text.size() > line_bytes_max) return std::nullopt;
  Plain line(text);
  std::optional<Front> front(std::in_place);
  std::size_t next = 0;
  if (!line.sign('{')) return std::nullopt;
  do {
    const auto rest = line.rest();
    std::string_view name;
    if (!line.text(name) || !line.sign(':')) return std::nullopt;
    const auto at = static_cast<std::size_t>(std::find(members_in_order.begin() + next, members_in_order.end(), name) -
                                             members_in_order.begin());
    if (next < demanded && at != next) return std::nullopt;
    if (at == members_in_order.size()) {
      front->rest.append("{").append(rest);
      break;
    }
    if (!take_member(line, static_cast<Place>(at), front->op)) return std::nullopt;
    next = at + 1;
  } while (line.sign(','));
  const bool ended = !front->rest.empty() || (line.sign('}') && line.done());
  if (next < demanded || !ended || !is_sound(front->op)) return std::nullopt;
  return front;
}

}  // namespace karvan::model
