#include <algorithm>
#include <utility>

#include "node/core/book.h"
#include "node/core/rows.h"
#include "storage/seal/hash.h"

// Reading the caches anew.
namespace karvan::core {
namespace {

constexpr std::size_t unsent_at_once = 4'096;

Result<rules::Lease> lease_in(const std::string& note, const seal::VerifyingKey& centre) {
  TRY(const auto text, seal::open_note(note, centre));
  return rules::parse_lease(text);
}

}  // namespace

Result<void> Book::load() {
  TRY(auto reference, store_.cursors().get("reference"));
  reference_ = reference.position;
  TRY(auto last, store_.cursors().clock());
  clock_ = model::HybridClock(std::max(last, clock_.last()));
  TRY_VOID(load_time());
  TRY_VOID(load_roster());
  TRY_VOID(load_leases());
  TRY_VOID(shifts_.load(store_.documents()));
  TRY_VOID(load_unsent());
  TRY_VOID(load_stop());
  TRY_VOID(load_counter());
  TRY_VOID(load_damaged());
  // Without services the desk still prints, pays and sends what is there. Where they could not be read this once,
  // nobody would read them again.
  catalogue_fault_.reset();
  auto loaded = load_catalogue();
  if (loaded) return {};
  if (loaded.error().code == Code::io_failed) return loaded;
  catalogue_fault_ = loaded.error();
  return {};
}

Result<void> Book::load_unsent() {
  unsent_.clear();
  store::Head after;
  while (true) {
    TRY(auto places, store_.log().unsent(after, unsent_at_once));
    for (const auto& place : places) unsent_.add(place.epoch, place.seq, place.of);
    if (places.size() < unsent_at_once) return {};
    after = {places.back().epoch, places.back().seq, {}};
  }
}

Result<void> Book::load_catalogue() {
  TRY(auto manifest, store_.documents().get("manifest", "current"));
  if (!manifest) return fail(Code::catalogue_missing);
  TRY(auto text, seal::open_note(manifest->bytes, options_.centre));
  auto source = [documents = store_.documents()](const std::string& version) mutable -> Result<std::string> {
    TRY(auto stored, documents.get("service", version));
    if (!stored) return fail(Code::catalogue_missing, {{"version", version}});
    return std::move(stored->bytes);
  };
  auto digest = [](std::string_view bytes) { return seal::to_hex(seal::sha256(bytes)); };
  TRY(catalogue_, catalogue::Catalogue::open(text, std::move(source), digest, &catalogue_));
  return {};
}

Result<void> Book::load_roster() {
  TRY(auto documents, store_.documents().list("staff"));
  TRY(auto tries, store_.documents().list("tries"));
  roster_.clear();
  roster_at_ = 0;
  for (const auto& document : documents) roster_at_ = std::max(roster_at_, document.position);
  for (const auto& document : documents)
    if (auto staff = rules::parse_staff(document.bytes)) roster_.insert_or_assign(staff->id, *staff);
  tries_.clear();
  for (const auto& document : tries) tries_[document.id] = std::atoi(document.bytes.c_str());
  return {};
}

// What a note says does not change, nor who signed it: one that was read is not verified again.
Result<void> Book::load_leases() {
  leases_.clear();
  TRY(auto stored, store_.leases().list());
  const auto before = std::exchange(read_leases_, {});
  for (auto& lease : stored) {
    const auto known = before.find(lease.note);
    const auto read =
        known != before.end() ? Result<rules::Lease>(known->second) : lease_in(lease.note, options_.centre);
    if (!read) continue;
    leases_.push_back(*read);
    read_leases_.emplace(std::move(lease.note), *read);
  }
  return {};
}

}  // namespace karvan::core
