#include "sync/central/reconcile/reference.h"

#include <set>

#include "storage/seal/hash.h"
#include "sync/central/reconcile/fleet.h"
#include "sync/central/store/feeds.h"
#include "sync/central/store/records.h"
#include "sync/central/store/roster.h"

namespace karvan::central {

namespace {
// A centre has the memory, and meets all services at once.
constexpr std::size_t services_kept = 256;
}  // namespace

Result<void> Reference::read_roster() {
  TRY(auto version, Records(*db_).meta(meta_roster));
  if (version == roster_version_) return {};
  TRY(auto people, Roster(*db_).list());
  staff_.clear();
  for (auto& person : people) staff_.emplace(person.id, std::move(person));
  rules::Staff centre;
  centre.id = centre.name = centre_node;
  centre.role = rules::Role::centre;
  staff_.insert_or_assign(std::string(centre_node), std::move(centre));
  roster_version_ = std::move(version);
  return {};
}

Result<bool> Reference::read_catalogue() {
  Feeds feeds(*db_);
  TRY(auto end, feeds.end(reference_feed));
  if (end == position_) return false;
  TRY(fleet_, read_fleet(*db_, centre_));
  TRY(auto manifests, feeds.latest(reference_feed, "manifest"));
  if (!manifests.empty()) {
    TRY(auto text, seal::open_note(manifests.back().body, centre_));
    auto source = [feeds](const std::string& version) mutable -> Result<std::string> {
      TRY(auto row, feeds.last(reference_feed, "service", version));
      if (!row) return fail(Code::catalogue_missing, {{"version", version}});
      return std::move(row->body);
    };
    auto digest = [](std::string_view bytes) { return seal::to_hex(seal::sha256(bytes)); };
    const auto* before = catalogue_ ? &*catalogue_ : nullptr;
    TRY(catalogue_, catalogue::Catalogue::open(text, std::move(source), digest, before));
  }
  position_ = end;
  return true;
}

Result<bool> Reference::refresh() {
  if (catalogue_) catalogue_->settle(services_kept);
  TRY_VOID(read_roster());
  return read_catalogue();
}

Result<const catalogue::Service*> Reference::service(std::string_view id, std::string_view version) const {
  if (!catalogue_) return nullptr;
  return catalogue_->find(id, version);
}

std::vector<std::string> Reference::kinds(std::string_view today) const {
  std::set<std::string> kinds;
  if (!catalogue_) return {};
  for (const auto* service : catalogue_->current(today))
    for (const auto& [document, kind] : service->numbering) kinds.insert(kind);
  return {kinds.begin(), kinds.end()};
}

std::vector<std::string> Reference::institutions(std::string_view today) const {
  std::set<std::string> ids;
  if (!catalogue_) return {};
  for (const auto* service : catalogue_->current(today)) ids.insert(service->institution.id);
  return {ids.begin(), ids.end()};
}

const rules::Staff* Reference::staff(std::string_view id) const {
  auto found = staff_.find(id);
  return found == staff_.end() ? nullptr : &found->second;
}

bool works_at_desk(const rules::Staff& person, std::string_view node) {
  bool desk = person.role == rules::Role::operator_ || person.role == rules::Role::supervisor ||
              person.role == rules::Role::technician;
  return desk && rules::works_at(person, node);
}

Result<void> put_staff(Files& files, const rules::Staff& staff) {
  return in_transaction(files.records, [&]() -> Result<void> {
    Records records(files.records);
    TRY(auto version, records.meta(meta_roster));
    TRY_VOID(Roster(files.records).put(staff));
    return records.put_meta(meta_roster, std::to_string(version.empty() ? 1 : std::stoull(version) + 1));
  });
}

}  // namespace karvan::central
