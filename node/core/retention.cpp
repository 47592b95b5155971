#include "node/core/book.h"
#include "node/core/rows.h"
#include "sync/rules/closing.h"
#include "sync/rules/matters.h"

// Applications that ended go from this box after the catalogue's days, once they are safe elsewhere (P12).
namespace karvan::core {
namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::size_t ended_at_once = 1'024;
constexpr std::size_t purged_at_once = 64;

}  // namespace

Result<bool> Book::is_outdated(const model::Record& record, const std::string& sheet) const {
  const auto* service = catalogue_.version(record.pin.service, record.pin.version);
  if (!service || service->retention_days == 0) return false;
  const auto ending = rules::closing_of(record, service);
  if (!ending || ending->at.ms + service->retention_days * day_ms > now_ms_) return false;
  if (rules::refund_due(record, *service).minor != 0 || !record.waiting.empty()) return false;
  if (!rules::matters_of(record).empty()) return false;  // a person has yet to look
  // The day sheet counts what was done, and has to find it.
  const auto covered = parse_point(sheet);
  TRY(auto left, store_.log().count_after({covered.epoch, covered.seq, {}}, record.id));
  TRY(auto shadow, store_.shadows().get(record.id));
  return left == 0 && !shadow;
}

Result<void> Book::purge_one(const std::string& record) {
  TRY(auto savepoint, store_.savepoint());
  TRY(auto id, model::parse_record_id(record));
  TRY(auto files, store_.attachments().purge(id.id));
  TRY_VOID(forget_damaged(files));
  TRY_VOID(store_.records().purge(record, "retention"));
  TRY_VOID(store_.documents().remove("language", id.id));
  TRY_VOID(savepoint.release());
  forgotten_.insert(forgotten_.end(), files.begin(), files.end());
  wipe_ = true;
  return {};
}

Result<std::size_t> Book::purge_outdated() {
  if (!time_certain()) return 0;
  TRY(auto sheet, store_.documents().get("day_point", "last"));
  TRY(auto ended, store_.records().next_ended(now_ms_ - day_ms, purge_row_, ended_at_once));
  std::size_t purged = 0;
  for (const auto& record : ended) {
    TRY(auto guess, best_guess(record));
    TRY(const bool outdated, is_outdated(guess, sheet ? sheet->bytes : ""));
    if (!outdated) continue;
    auto done = purge_one(record);
    if (!done && done.error().code != Code::not_safe) return tl::unexpected(done.error());
    if (done && ++purged == purged_at_once) break;
  }
  return purged;
}

}  // namespace karvan::core
