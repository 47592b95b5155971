#include <algorithm>

#include "sync/exchange/wire.h"

// Positions in the feeds, and the marks that go with them.
namespace karvan::exchange {

bool sound_mark(std::string_view mark) {
  return mark.empty() || (mark.size() == mark_digits && mark.find_first_not_of("0123456789abcdef") == mark.npos);
}

json::array write_positions(const Cursors& at) { return {at.office, at.node, at.reference}; }

void write_marks(const Cursors& at, std::string_view name, json::object& o) {
  if (at.office_hash.empty() && at.node_hash.empty() && at.reference_hash.empty()) return;
  o[name] = json::array{at.office_hash, at.node_hash, at.reference_hash};
}

Result<void> read_positions(const json::object& o, std::string_view name, Cursors& at) {
  TRY(auto list, json::array_at(o, name));
  if (list->size() != 3) return malformed(std::string(name));
  std::uint64_t* into[] = {&at.office, &at.node, &at.reference};
  for (std::size_t i = 0; i < list->size(); ++i) {
    const json::value& value = (*list)[i];
    if (!value.is_int64() || value.get_int64() < 0) return malformed(std::string(name));
    *into[i] = static_cast<std::uint64_t>(value.get_int64());
  }
  return {};
}

Result<void> read_marks(const json::object& o, std::string_view name, Cursors& at) {
  if (!o.contains(name)) return {};
  TRY(auto list, json::array_at(o, name));
  if (list->size() != 3) return malformed(std::string(name));
  std::string* into[] = {&at.office_hash, &at.node_hash, &at.reference_hash};
  for (std::size_t i = 0; i < list->size(); ++i) {
    const json::value& value = (*list)[i];
    if (!value.is_string() || !sound_mark(value.get_string())) return malformed(std::string(name));
    *into[i] = std::string(value.get_string());
  }
  return {};
}

Result<Mark> read_mark(const json::value& value) {
  const auto* pair = value.if_array();
  const bool sound = pair && pair->size() == 2 && (*pair)[0].is_int64() && (*pair)[0].get_int64() >= 0 &&
                     (*pair)[1].is_string() && sound_mark((*pair)[1].get_string());
  if (!sound) return malformed("mark");
  return Mark{static_cast<std::uint64_t>((*pair)[0].get_int64()), std::string((*pair)[1].get_string())};
}

json::array write_trail(const std::vector<Mark>& marks) {
  json::array list;
  for (const auto& mark : marks) list.push_back(json::array{mark.at, mark.hash});
  return list;
}

Result<std::vector<Mark>> read_trail(const json::object& o, std::string_view key) {
  std::vector<Mark> marks;
  if (!o.contains(key)) return marks;
  TRY(auto list, json::array_at(o, key));
  if (list->size() > trail_max) return malformed(std::string(key));
  for (const auto& value : *list) {
    TRY(auto mark, read_mark(value));
    marks.push_back(std::move(mark));
  }
  return marks;
}

}  // namespace karvan::exchange
