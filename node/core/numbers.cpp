#include <algorithm>

#include "node/core/book.h"
#include "storage/salvage/report.h"
#include "sync/exchange/epoch_code.h"

// Serial numbers: what leases still give, what is asked for, and what stops them.
namespace karvan::core {
namespace {

constexpr std::string_view stop_kind = "stopped";  // of store::Documents
constexpr std::string_view challenge_id = "challenge";
constexpr std::string_view opened_kind = "opened", opened_id = "epoch";  // "CODE EPOCH"

}  // namespace

Result<model::Serial> Book::next_number(std::string_view kind) const {
  if (const auto stopped = money_stopped()) return fail(*stopped);
  TRY(auto leases, store_.leases().open_of(kind));
  for (const auto& lease : leases) {
    if (lease.next > lease.last) continue;
    const model::Serial next{std::string(kind), lease.next};
    const auto granted = lease_of(next);
    if (!granted || rules::expired(*granted, latest_ms())) continue;
    TRY_VOID(check_counted(lease));
    return next;
  }
  return fail(Code::no_lease_left, {{"kind", std::string(kind)}});
}

Result<std::int64_t> Book::numbers_left(std::string_view kind) const {
  TRY(auto leases, store_.leases().open_of(kind));
  std::int64_t left = 0;
  for (const auto& lease : leases) {
    const auto granted = lease_of({lease.kind, lease.first});
    if (granted && !rules::expired(*granted, latest_ms())) left += lease.last - lease.next + 1;
  }
  return left;
}

Result<std::vector<exchange::Want>> Book::numbers_wanted() const {
  std::set<std::string> kinds;
  for (const auto* service : catalogue_.current(when().today))
    for (const auto& [document, kind] : service->numbering) kinds.insert(kind);
  std::vector<exchange::Want> wants;
  for (const auto& kind : kinds) {
    TRY(auto left, numbers_left(kind));
    TRY(auto kept, store_.documents().get("usage", kind));
    const auto rate = kept ? rules::per_day(rules::parse_usage(kept->bytes)) : 0;
    if (rules::runs_low(left, rate) && wants.size() < exchange::kinds_max)
      wants.push_back({kind, static_cast<std::uint64_t>(left), static_cast<std::uint64_t>(rate)});
  }
  return wants;
}

Result<void> Book::note_usage(const std::string& kind) {
  TRY(auto kept, store_.documents().get("usage", kind));
  auto usage = rules::after_one(kept ? rules::parse_usage(kept->bytes) : rules::Usage{}, when().today);
  return store_.documents().put({"usage", kind, rules::write_usage(usage), 0});
}

// ---- the end of a lease

bool Book::leases_over() const {
  return std::any_of(leases_.begin(), leases_.end(), [&](const auto& lease) {
    return rules::expired(lease, trusted_.low_ms) && !closed_.contains(lease.id);
  });
}

Result<void> Book::close_expired_leases() {
  TRY(auto stored, store_.leases().list());
  for (const auto& lease : leases_) {
    if (!rules::expired(lease, trusted_.low_ms) || closed_.contains(lease.id)) continue;
    auto row = std::find_if(stored.begin(), stored.end(), [&](const auto& one) { return one.id == lease.id; });
    if (row != stored.end() && row->state == "open") TRY_VOID(end_lease(*row, "expired", ""));
    closed_.insert(lease.id);
  }
  return {};
}

Result<void> Book::end_lease(const store::Lease& lease, const std::string& state, const std::string& actor) {
  TRY_VOID(store_.leases().close(lease.id, state));
  model::Op op;
  op.actor = actor;
  op.of = counter::record_id(*this, "lease", lease.id);
  op.lease = model::LeaseEnd{lease.id, state, lease.next, {}};
  TRY(op.lease->gaps, store_.leases().skipped(lease, model::gaps_max));
  return append({op});
}

Result<void> Book::give_back_doubtful() {
  auto documents = store_.documents();
  TRY(auto doubt, documents.get(salvage::report_kind, salvage::doubtful_numbers));
  if (!doubt) return {};
  TRY_VOID(return_leases(""));
  return documents.remove(salvage::report_kind, salvage::doubtful_numbers);
}

// ---- what stops them

// A row for each reason, by its name; "numbers" is the one that an older version kept.
Result<void> Book::load_stop() {
  TRY(auto kept, store_.documents().list(stop_kind));
  stops_.clear();
  challenge_.clear();
  for (const auto& row : kept) {
    if (row.id == challenge_id)
      challenge_ = row.bytes;
    else
      stops_.insert(code_of(row.bytes).value_or(Code::fork_noticed));
  }
  return {};
}

// A fork is settled here; what headquarters has revoked is not.
std::optional<Code> Book::money_stopped() const {
  if (stops_.contains(Code::node_revoked)) return Code::node_revoked;
  return stops_.empty() ? std::nullopt : std::optional(*stops_.begin());
}

Result<void> Book::stop_numbers(Code why) {
  if (stops_.contains(why)) return {};
  auto documents = store_.documents();
  const std::string name(name_of(why));
  TRY_VOID(documents.put({std::string(stop_kind), name, name, 0}));
  stops_.insert(why);
  if (why != Code::fork_noticed || !challenge_.empty()) return {};
  challenge_ = exchange::make_epoch_challenge(entropy_);
  return documents.put({std::string(stop_kind), std::string(challenge_id), challenge_, 0});
}

// What else stops them goes on doing so.
Result<void> Book::resume_numbers(Code why) {
  auto documents = store_.documents();
  TRY(auto kept, documents.list(stop_kind));
  for (const auto& row : kept) {
    const bool over = row.id == challenge_id ? why == Code::fork_noticed : row.bytes == name_of(why);
    if (over) TRY_VOID(documents.remove(stop_kind, row.id));
  }
  return load_stop();
}

// Of an epoch that a person has settled it is no news.
Result<void> Book::note_fork(const std::string& epoch) {
  TRY(auto settled, store_.documents().get("fork_settled", epoch));
  return settled ? Result<void>{} : stop_numbers(Code::fork_noticed);
}

bool Book::epoch_code_right(std::string_view code) const {
  if (money_stopped() != Code::fork_noticed) return false;
  auto right = exchange::epoch_code(options_.key, options_.centre, options_.site.node, challenge_);
  return right && exchange::same_epoch_code(code, *right);
}

// Another box may have used them too.
Result<void> Book::return_leases(const std::string& actor) {
  TRY(auto stored, store_.leases().list());
  for (const auto& lease : stored)
    if (lease.state == "open") TRY_VOID(end_lease(lease, "returned", actor));
  return {};
}

// What was issued after the copy was made is unknown, so that none of its leases may go on. Their end is written at
// once: the new epoch goes on from the copied head, and at the first contact the centre sees what had followed there.
Result<void> Book::begin_after_restore() {
  auto documents = store_.documents();
  TRY(auto restored, documents.get(store::restored_kind, store::restored_at));
  if (!restored) return {};
  TRY_VOID(stop_numbers(Code::fork_noticed));
  TRY_VOID(return_leases(""));
  return documents.remove(store::restored_kind, store::restored_at);
}

Result<std::optional<exchange::Opened>> Book::opened() const {
  TRY(auto kept, store_.documents().get(opened_kind, opened_id));
  if (!kept) return std::nullopt;
  const auto blank = kept->bytes.find(' ');
  return exchange::Opened{kept->bytes.substr(0, blank), kept->bytes.substr(blank + 1)};
}

// The centre tells by the epoch what is this box's, so it must come there: one operation at least is written in it.
Result<void> Book::note_opened(std::string_view code, const std::string& staff) {
  TRY(const auto head, store_.log().head());
  const auto said = std::string(code) + " " + head.epoch;
  TRY_VOID(store_.documents().put({std::string(opened_kind), std::string(opened_id), said, 0}));
  if (head.seq > 0) return {};
  model::Op op;
  op.actor = staff;
  op.of = counter::record_id(*this, "conflict", head.epoch);
  op.note = "the fork was settled for this box";
  return append({op});
}

// Settled is all that the centre may still speak of. Its first operations give back what leases there were.
Result<void> Book::write_one(const counter::OpenEpoch& change) {
  TRY(auto contested, store_.log().unsafe_marks());
  TRY(const auto open, store_.log().open_marks());
  contested.insert(contested.end(), open.begin(), open.end());
  for (const auto& epoch : contested) TRY_VOID(store_.documents().put({"fork_settled", epoch.epoch, {}, 0}));
  TRY(const auto code, exchange::epoch_code(options_.key, options_.centre, options_.site.node, challenge_));
  TRY_VOID(open_epoch());
  TRY_VOID(return_leases(change.staff));
  TRY_VOID(note_opened(code, change.staff));
  return resume_numbers(Code::fork_noticed);
}

}  // namespace karvan::core
