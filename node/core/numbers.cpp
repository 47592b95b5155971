#include <algorithm>

#include "node/core/book.h"
#include "storage/model/planted.h"
#include "sync/exchange/epoch_code.h"

// Serial numbers: what leases still give, what is asked for, and what stops them.
namespace karvan::core {

Result<model::Serial> Book::next_number(std::string_view kind) const {
  if (stopped_) return fail(*stopped_);
  TRY(auto leases, store_.leases().list());
  for (const auto& lease : leases) {
    if (lease.kind != kind || lease.state != "open" || lease.next > lease.last) continue;
    const model::Serial next{std::string(kind), lease.next};
    const auto granted = lease_of(next);
    if (granted && !rules::expired(*granted, latest_ms())) return next;
  }
  return fail(Code::no_lease_left, {{"kind", std::string(kind)}});
}

Result<std::int64_t> Book::numbers_left(std::string_view kind) const {
  TRY(auto leases, store_.leases().list());
  std::int64_t left = 0;
  for (const auto& lease : leases) {
    if (lease.kind != kind || lease.state != "open") continue;
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
    if (!rules::expired(lease, trusted_.low_ms) || !closed_.insert(lease.id).second) continue;
    auto row = std::find_if(stored.begin(), stored.end(), [&](const auto& one) { return one.id == lease.id; });
    if (row != stored.end() && row->state == "open") TRY_VOID(end_lease(*row, "expired", ""));
  }
  return {};
}

Result<void> Book::end_lease(const store::Lease& lease, const std::string& state, const std::string& actor) {
  TRY_VOID(store_.leases().close(lease.id, state));
  model::Op op;
  op.actor = actor;
  op.of = counter::record_id(*this, "lease", lease.id);
  op.lease = model::LeaseEnd{lease.id, state, lease.next, {}};
  return append({op});
}

// ---- what stops them

Result<void> Book::load_stop() {
  auto documents = store_.documents();
  TRY(auto stopped, documents.get("stopped", "numbers"));
  stopped_ = stopped ? std::optional(code_of(stopped->bytes).value_or(Code::fork_noticed)) : std::nullopt;
  TRY(auto challenge, documents.get("stopped", "challenge"));
  challenge_ = challenge ? challenge->bytes : "";
  return {};
}

Result<void> Book::stop_numbers(Code why) {
  if (stopped_ == why) return {};
  auto documents = store_.documents();
  TRY_VOID(documents.put({"stopped", "numbers", std::string(name_of(why)), 0}));
  if (!planted(23) || why != Code::node_revoked) stopped_ = why;
  if (why != Code::fork_noticed || !challenge_.empty()) return {};
  challenge_ = exchange::make_epoch_challenge(entropy_);
  return documents.put({"stopped", "challenge", challenge_, 0});
}

Result<void> Book::resume_numbers() {
  auto documents = store_.documents();
  TRY_VOID(documents.remove("stopped", "numbers"));
  TRY_VOID(documents.remove("stopped", "challenge"));
  stopped_.reset();
  challenge_.clear();
  return {};
}

// Of an epoch that a person has settled it is no news.
Result<void> Book::note_fork(const std::string& epoch) {
  TRY(auto settled, store_.documents().get("fork_settled", epoch));
  return settled ? Result<void>{} : stop_numbers(Code::fork_noticed);
}

bool Book::epoch_code_right(std::string_view code) const {
  if (stopped_ != Code::fork_noticed) return false;
  auto right = exchange::epoch_code(options_.key, options_.centre, options_.site.node, challenge_);
  return right && exchange::same_epoch_code(code, *right);
}

// Its first operations give back what leases there were: another box may have used them too.
Result<void> Book::write_one(const counter::OpenEpoch& change) {
  TRY(auto contested, store_.log().open_marks());
  for (const auto& epoch : contested) TRY_VOID(store_.documents().put({"fork_settled", epoch.epoch, {}, 0}));
  TRY_VOID(open_epoch());
  TRY(auto stored, store_.leases().list());
  for (const auto& lease : stored)
    if (lease.state == "open") TRY_VOID(end_lease(lease, "returned", change.staff));
  return resume_numbers();
}

}  // namespace karvan::core
