#include "storage/model/act_json.h"

#include <limits>
#include <type_traits>

namespace karvan::model {
namespace {

using json::object;

enum class Presence { needed, absent_where_empty };
constexpr auto optional = Presence::absent_where_empty;

// What each act consists of, said once for writing and reading.
template <class Each>
void members(Attached& act, Each each) {
  each("name", act.name);
  each("hash", act.hash);
  each("bytes", act.bytes);
  each("media", act.media);
  each("exception", act.exception, optional);
}
template <class Each>
void members(Shown& act, Each each) {
  each("role", act.role);
  each("number", act.number);
  each("what", act.what);
  each("how", act.how, optional);
  each("name", act.name, optional);
  each("reason", act.reason, optional);
  each("of", act.of, optional);
}
template <class Each>
void members(Returned& act, Each each) {
  each("reopens", act.reopens, reopens_max);
  each("reason", act.reason);
}
template <class Each>
void members(Resolved& act, Each each) {
  each("field", act.field);
  each("value", act.value);
  each("chosen", act.chosen);
  each("seen", act.seen, seen_max);
  each("reason", act.reason);
}
template <class Each>
void members(Decided& act, Each each) {
  each("outcome", act.outcome);
  each("reason", act.reason, optional);
  each("reference", act.reference, optional);
}
template <class Each>
void members(HandedOver& act, Each each) {
  each("kind", act.serial.kind);
  each("number", act.serial.number);
  each("recipient", act.recipient);
  each("relation", act.relation, optional);
  each("shown", act.shown, optional);
}
template <class Each>
void members(Closed& act, Each each) {
  each("how", act.how);
  each("reason", act.reason, optional);
}
template <class Each>
void members(Sheet& act, Each each) {
  each("date", act.date);
  each("digest", act.digest);
  each("signature", act.signature);
}
template <class Each>
void members(Added& act, Each each) {
  each("field", act.field);
  each("value", act.value);
}
template <class Each>
void members(Removed& act, Each each) {
  each("field", act.field);
  each("value", act.value);
  each("of", act.of);
}
template <class Each>
void members(Settled& act, Each each) {
  each("what", act.what);
  each("writer", act.writer);
  each("outcome", act.outcome);
  each("reason", act.reason);
}
template <class Each>
void members(Erase& act, Each each) {
  each("of", act.of);
  each("reason", act.reason);
  each("fields", act.fields, erased_fields_max);
}
template <class Each>
void members(LeaseEnd& act, Each each) {
  each("id", act.id);
  each("state", act.state);
  each("next", act.next);
  each("gaps", act.gaps);
}

using Ranges = std::vector<std::pair<std::int64_t, std::int64_t>>;

struct Writer {
  object& o;
  void operator()(const char* key, const std::string& text, Presence kind = Presence::needed) const {
    if (kind == Presence::needed || !text.empty()) o[key] = text;
  }
  template <class Number>
    requires std::is_integral_v<Number>
  void operator()(const char* key, Number number) const {
    o[key] = number;
  }
  void operator()(const char* key, const std::vector<std::string>& texts, std::size_t) const {
    o[key] = json::array(texts.begin(), texts.end());
  }
  void operator()(const char* key, const Ranges& ranges) const {
    json::array all;
    for (const auto& [first, last] : ranges) all.push_back(json::array{first, last});
    o[key] = std::move(all);
  }
};

tl::unexpected<Error> over_its_bound(const char* key) { return fail(Code::malformed, {{"field", key}}, "act"); }

Result<std::string> read_text(const object& o, const char* key, Presence kind) {
  if (kind == Presence::absent_where_empty && !o.contains(key)) return std::string();
  TRY(auto text, json::string_at(o, key));
  if (text.size() > act_text_bytes_max) return over_its_bound(key);
  return text;
}

Result<std::vector<std::string>> read_texts(const object& o, const char* key, std::size_t most) {
  TRY(auto each, json::array_at(o, key));
  if (each->size() > most) return over_its_bound(key);
  std::vector<std::string> texts;
  for (const auto& text : *each) {
    if (!text.is_string()) return fail(Code::field_wrong_type, {{"field", key}}, "act");
    if (text.get_string().size() > act_text_bytes_max) return over_its_bound(key);
    texts.emplace_back(text.get_string());
  }
  return texts;
}

template <class Number>
Result<Number> read_number(const object& o, const char* key) {
  TRY(auto number, json::integer_at(o, key));
  const bool fits = number >= 0 && (sizeof(Number) == sizeof number || number <= std::numeric_limits<int>::max());
  if (!fits) return over_its_bound(key);
  return static_cast<Number>(number);
}

// Of two whole numbers each, first and last, in rising order.
Result<Ranges> read_ranges(const object& o, const char* key) {
  TRY(auto each, json::array_at(o, key));
  if (each->size() > gaps_max) return over_its_bound(key);
  Ranges ranges;
  for (const auto& range : *each) {
    const auto* pair = range.if_array();
    const bool whole = pair && pair->size() == 2 && pair->at(0).is_int64() && pair->at(1).is_int64();
    if (!whole) return fail(Code::field_wrong_type, {{"field", key}}, "act");
    const std::pair bounds(pair->at(0).get_int64(), pair->at(1).get_int64());
    const bool rises =
        bounds.first >= 0 && bounds.first <= bounds.second && (ranges.empty() || ranges.back().second < bounds.first);
    if (!rises) return over_its_bound(key);
    ranges.push_back(bounds);
  }
  return ranges;
}

// The first failure stays.
struct Reader {
  const object& o;
  Result<void>& outcome;
  template <class T>
  void take(T& into, Result<T> read) const {
    if (read)
      into = std::move(*read);
    else if (outcome)
      outcome = tl::unexpected(read.error());
  }
  void operator()(const char* key, std::string& text, Presence kind = Presence::needed) const {
    take(text, read_text(o, key, kind));
  }
  template <class Number>
    requires std::is_integral_v<Number>
  void operator()(const char* key, Number& number) const {
    take(number, read_number<Number>(o, key));
  }
  void operator()(const char* key, std::vector<std::string>& texts, std::size_t most) const {
    take(texts, read_texts(o, key, most));
  }
  void operator()(const char* key, Ranges& ranges) const { take(ranges, read_ranges(o, key)); }
};

}  // namespace

template <class Act>
object write_act(Act act) {
  object o;
  members(act, Writer{o});
  return o;
}

template <class Act>
Result<Act> read_act(const object& o) {
  Act act;
  Result<void> outcome;
  members(act, Reader{o, outcome});
  TRY_VOID(outcome);
  return act;
}

#define KARVAN_ACT(Act)           \
  template object write_act(Act); \
  template Result<Act> read_act(const object&)
KARVAN_ACT(Attached);
KARVAN_ACT(Shown);
KARVAN_ACT(Returned);
KARVAN_ACT(Resolved);
KARVAN_ACT(Decided);
KARVAN_ACT(HandedOver);
KARVAN_ACT(Closed);
KARVAN_ACT(Sheet);
KARVAN_ACT(Added);
KARVAN_ACT(Removed);
KARVAN_ACT(Settled);
KARVAN_ACT(Erase);
KARVAN_ACT(LeaseEnd);
#undef KARVAN_ACT

}  // namespace karvan::model
