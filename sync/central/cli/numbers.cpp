#include <algorithm>

#include "sync/central/cli/commands.h"
#include "sync/central/reconcile/lend.h"
#include "sync/central/store/leases.h"
#include "sync/central/store/meta.h"
#include "sync/central/store/records.h"

namespace karvan::central {
namespace {

// What its box has given back of it and nobody was seen to use: void for ever (P5).
Result<std::int64_t> rest_of(LeaseBook& book, const rules::Lease& lease, const model::LeaseEnd& end) {
  auto ranges = end.gaps;
  ranges.emplace_back(end.next, lease.last);
  std::int64_t rest = 0;
  for (const auto& [first, last] : ranges) {
    rules::Lease part = lease;
    part.first = std::max(first, lease.first);
    part.last = std::min(last, lease.last);
    if (part.first > part.last) continue;
    TRY(auto used, book.used(part));
    rest += part.last - part.first + 1 - used;
  }
  return rest;
}

Result<json::object> write_lease(Files& files, const LeaseRow& row, std::int64_t now_ms) {
  const rules::Lease& lease = row.lease;
  LeaseBook book(files.records);
  TRY(auto used, book.used(lease));
  TRY(auto voided, book.voided(lease));
  TRY(auto end, end_of(files, lease));
  const auto count = lease.last - lease.first + 1;
  std::int64_t rest = 0;
  if (end) {
    TRY(rest, rest_of(book, lease, end->act));
  }
  std::string state = rules::expired(lease, now_ms) ? "over" : "open";
  if (end) state = end->act.state;
  return json::object{{"id", lease.id},
                      {"node", lease.node},
                      {"kind", lease.kind},
                      {"first", lease.first},
                      {"last", lease.last},
                      {"state", state},
                      {"issued", used - voided},
                      {"void", voided + rest},
                      {"unused", count - used - rest},
                      {"ended_at", end ? json::value(end->time.ms) : json::value(nullptr)}};
}

}  // namespace

Result<json::object> list_numbers(const House& house, const std::string& kind) {
  TRY(auto files, open_files(house.files));
  TRY(auto rows, LeaseBook(files.records).list(kind));
  json::array leases;
  for (const auto& row : rows) {
    TRY(auto lease, write_lease(files, row, house.now_ms()));
    leases.push_back(std::move(lease));
  }
  return json::object{{"leases", std::move(leases)}};
}

Result<json::object> release_numbers(const House& house, std::int64_t above) {
  TRY(auto files, open_files(house.files));
  return in_transaction(files.records, [&]() -> Result<json::object> {
    LeaseBook book(files.records);
    Records records(files.records);
    TRY(auto allocated, book.allocated());
    for (const auto& [kind, next] : allocated)
      if (above < next - 1) return fail(Code::malformed, {{"kind", kind}, {"lent", std::to_string(next - 1)}}, "above");
    TRY_VOID(records.put_meta(meta_numbers_floor, std::to_string(above)));
    TRY_VOID(records.put_meta(meta_grants_held, ""));
    json::array kinds;
    for (const auto& [kind, next] : allocated)
      kinds.push_back(json::object{{"kind", kind}, {"next", std::max(next, above + 1)}});
    return json::object{{"above", above}, {"kinds", std::move(kinds)}};
  });
}

}  // namespace karvan::central
