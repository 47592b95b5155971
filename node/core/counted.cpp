#include <fmt/format.h>

#include <algorithm>

#include "node/core/book.h"
#include "storage/model/passed.h"

// The TPM's counter and the book. The book writes first to what the counter is to be raised, and then it is raised: so
// a counter that is ahead of the book has seen a later book, and this one was put back (P7). Numbers are issued only
// from a block that the counter has risen for; what a start finds of a block may have been issued by a book that was
// put back, and is void (P5).
namespace karvan::core {
namespace {

constexpr std::string_view reserved_kind = "reserved";  // of store::Documents: the first that is not, by lease

}  // namespace

Result<void> Book::load_counter() {
  counter_.kept.reset();
  counter_.epoch.clear();
  counter_.reserved.clear();
  counter_.due = true;
  if (options_.counter.empty()) return {};
  TRY(auto kept, store_.documents().get(store::counter_kind, options_.counter));
  if (kept) {
    const auto space = kept->bytes.find(' ');
    counter_.kept = std::strtoull(kept->bytes.c_str(), nullptr, 10);
    counter_.epoch = space == std::string::npos ? "" : kept->bytes.substr(space + 1);
  }
  TRY(auto reserved, store_.documents().list(reserved_kind));
  for (const auto& row : reserved) counter_.reserved[row.id] = std::atoll(row.bytes.c_str());
  return {};
}

// Not before this start has opened its epoch.
bool Book::compared() const { return !epoch_.empty() && counter_.epoch == epoch_; }

Result<void> Book::keep_counter(std::uint64_t value) {
  TRY_VOID(store_.documents().put(
      {std::string(store::counter_kind), options_.counter, fmt::format("{} {}", value, epoch_), 0}));
  counter_.kept = value;
  counter_.epoch = epoch_;
  return {};
}

Result<void> Book::note_counted(std::uint64_t counted) {
  counter_.asked = false;
  counter_.fault.reset();
  counter_.told = counted;
  if (counter_.kept && counted > *counter_.kept) {
    TRY_VOID(stop_numbers(Code::fork_noticed));
    TRY_VOID(return_leases(""));
    return keep_counter(counted + 1);
  }
  if (!compared()) {
    TRY_VOID(void_rests());
    TRY_VOID(reserve());
    return keep_counter(std::max(counted, counter_.kept.value_or(0)) + 1);
  }
  if (counted == counter_.kept) counter_.usable = counter_.reserved;
  return {};
}

void Book::not_counted(const Error& why) {
  counter_.asked = false;
  counter_.fault = why;
}

// Of the blocks of the start before.
Result<void> Book::void_rests() {
  TRY(auto stored, store_.leases().list());
  for (const auto& lease : stored) {
    const auto reserved = counter_.reserved.find(lease.id);
    if (reserved == counter_.reserved.end()) continue;
    if (lease.state == "open" && reserved->second > lease.next) TRY_VOID(store_.leases().skip(lease, reserved->second));
    TRY_VOID(store_.documents().remove(reserved_kind, lease.id));
  }
  counter_.reserved.clear();
  return {};
}

// For each kind as many of its leases as it takes. True: something was reserved.
Result<bool> Book::reserve() {
  TRY(auto stored, store_.leases().list());
  std::map<std::string, std::int64_t> left;  // by kind
  bool any = false;
  for (const auto& lease : stored) {
    const auto granted = lease_of({lease.kind, lease.first});
    if (lease.state != "open" || !granted || rules::expired(*granted, latest_ms())) continue;
    auto& of_kind = left[lease.kind];
    const auto known = counter_.reserved.find(lease.id);
    auto end = known == counter_.reserved.end() ? lease.next : known->second;
    const auto block_end = std::min(lease.last + 1, lease.next + block_numbers);
    if (of_kind + end - lease.next < block_spare && end < block_end) {
      end = block_end;
      TRY_VOID(store_.documents().put({std::string(reserved_kind), lease.id, std::to_string(end), 0}));
      counter_.reserved[lease.id] = end;
      any = true;
    }
    of_kind += end - lease.next;
  }
  counter_.due = false;
  return any;
}

Result<void> Book::reserve_numbers() {
  const bool settled = compared() && counter_.kept == counter_.told;
  if (options_.counter.empty() || !counter_.due || !settled) return {};
  TRY(const bool any, reserve());
  return any ? keep_counter(*counter_.kept + 1) : Result<void>{};
}

std::optional<RaiseCounter> Book::counter_order() {
  if (options_.counter.empty() || counter_.asked || (compared() && counter_.kept == counter_.told)) return std::nullopt;
  if (counter_.fault && !model::passed(counter_.asked_ms, count_again_ms, now_ms_)) return std::nullopt;
  counter_.asked = true;
  counter_.asked_ms = now_ms_;
  return RaiseCounter{compared() ? *counter_.kept : 0, !counter_.kept};
}

Result<void> Book::check_counted(const store::Lease& lease) const {
  if (options_.counter.empty()) return {};
  const auto usable = counter_.usable.find(lease.id);
  if (usable != counter_.usable.end() && lease.next < usable->second) return {};
  return fail(counter_.fault ? Code::tpm_missing : Code::busy, {}, "the TPM's counter");
}

}  // namespace karvan::core
