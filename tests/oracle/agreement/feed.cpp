#include "tests/oracle/agreement/feed.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "tests/oracle/agreement/compare.h"
#include "tests/oracle/agreement/service.h"

namespace karvan::agreement {

model::Verdict judged(const model::Record& record, const model::Op& op, std::int64_t received_ms) {
  const auto person = staff(op.actor);
  auto context = context_of(op, received_ms);
  context.actor = &person;
  return rules::judge(record, op, context);
}

Otherwise received_otherwise(const std::vector<Entry>& feed, const std::vector<int>& order) {
  std::vector<const Entry*> left;
  for (const Entry& e : feed) left.push_back(&e);
  std::set<model::OpId> done;
  Otherwise out;
  Oracle oracle(form());
  for (std::size_t step = 0; !left.empty(); ++step) {
    std::vector<std::size_t> ready;
    for (std::size_t i = 0; i < left.size(); ++i) {
      const auto& seen = left[i]->told.seen;
      if (std::includes(done.begin(), done.end(), seen.begin(), seen.end())) ready.push_back(i);
    }
    const std::size_t next = pick(ready, order.empty() ? 0 : pick(order, static_cast<int>(step)));
    const Entry& e = *left[next];
    const auto verdict = judged(out.record, e.op, e.told.received_ms);  // before the record is given away
    out.record = model::apply(std::move(out.record), e.op, verdict);
    oracle.receive(e.op, e.told);
    for (const std::string& d : compare(oracle, out.record))
      out.differences.push_back(fmt::format("in the other order, after {}: {}", model::to_text(e.op.id), d));
    done.insert(e.op.id);
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(next));
  }
  return out;
}

std::set<std::string> standing(const std::vector<Entry>& feed, const std::string& key) {
  auto says = [&](const model::Op& op) { return op.set.contains(key) || (op.resolve && op.resolve->field == key); };
  std::map<std::string, std::set<model::OpId>> writers;  // of each value
  for (const Entry& entry : feed)
    if (auto value = entry.op.set.find(key); value != entry.op.set.end()) writers[value->second].insert(entry.op.id);
  std::set<std::string> out;
  for (const auto& [value, ids] : writers) {
    if (value.empty()) continue;
    const bool followed = std::any_of(feed.begin(), feed.end(), [&](const Entry& other) {
      const auto& seen = other.told.seen;
      return says(other.op) && std::any_of(ids.begin(), ids.end(), [&](const auto& id) { return seen.contains(id); });
    });
    if (!followed) out.insert(value);
  }
  return out;
}

std::vector<std::string> lost(const std::vector<Entry>& feed, const model::Record& record) {
  std::set<std::string> keys, shown;
  for (const Entry& e : feed)
    for (const auto& [key, _] : e.op.set) keys.insert(key);
  for (const auto& [key, field] : record.fields) {
    shown.insert(key + " " + field.value);
    for (const auto& c : field.candidates) shown.insert(key + " " + c.value);
  }
  for (const auto& r : record.resolutions)
    for (const auto& c : r.among) shown.insert(r.resolved.act.field + " " + c.value);
  std::vector<std::string> out;
  for (const std::string& key : keys) {
    if (key == "line" || key == "papers" || key == "members") continue;  // nobody's, and sets of members
    for (const std::string& value : standing(feed, key))
      if (!shown.contains(key + " " + value)) out.push_back(key + " " + value);
  }
  return out;
}

}  // namespace karvan::agreement
