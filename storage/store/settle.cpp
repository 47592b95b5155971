#include "storage/store/log.h"
#include "storage/store/rows.h"

// What the centre's entries say of this node's operations.
namespace karvan::store {

namespace {

constexpr std::string_view present_life = "coalesce((SELECT max(life) FROM lives), 0)";

std::string update(std::string_view assignments, std::string_view where) {
  return std::string("UPDATE log SET life = ").append(present_life).append(", ").append(assignments).append(where);
}

constexpr std::string_view of_one = " WHERE epoch = (SELECT id FROM epochs WHERE epoch = ?1) AND seq = ?2";

Result<void> found(const Result<std::int64_t>& changed, const std::string& epoch, std::uint64_t seq) {
  if (!changed) return tl::unexpected(changed.error());
  if (*changed == 0) return fail(Code::not_found, {}, "operation " + epoch + "/" + std::to_string(seq));
  return {};
}

}  // namespace

Result<void> Log::settle(const std::string& epoch, std::uint64_t seq, std::uint64_t position, model::Fate fate,
                         std::string_view reason) {
  const bool settled = fate != model::Fate::waiting && fate != model::Fate::parked;
  static const auto sql = update("entry = ?3, fate = ?4, reason = ?5, settled = ?6", of_one);
  return found(db_->run(sql, epoch, seq, position, model::name_of(fate), reason, settled), epoch, seq);
}

Result<void> Log::settle_run(const std::string& epoch, std::uint64_t seq, std::uint64_t count, std::uint64_t position) {
  static const auto sql =
      update("entry = ?4 + seq - ?2, fate = 'applied', reason = '', settled = 1",
             " WHERE epoch = (SELECT id FROM epochs WHERE epoch = ?1) AND seq BETWEEN ?2 AND ?2 + ?3 - 1");
  TRY(auto changed, db_->run(sql, epoch, seq, count, position));
  return static_cast<std::uint64_t>(changed) == count ? Result<void>{} : found(0, epoch, seq);
}

Result<void> Log::note_entry(const std::string& epoch, std::uint64_t seq, std::uint64_t position, model::Fate fate,
                             std::string_view reason) {
  static const auto sql = update("entry = ?3, fate = ?4, reason = ?5", of_one);
  return found(db_->run(sql, epoch, seq, position, model::name_of(fate), reason), epoch, seq);
}

Result<void> Log::change_fate(const std::string& epoch, std::uint64_t seq, model::Fate fate, bool settles) {
  static const auto sql =
      std::string("UPDATE log SET fate = ?3, reason = '', settled = max(settled, ?4)").append(of_one);
  return found(db_->run(sql, epoch, seq, model::name_of(fate), settles), epoch, seq);
}

Result<bool> Log::entry_stands(const std::string& epoch, std::uint64_t seq) {
  TRY(auto stands, count_of(db_->query(
                       "SELECT count(*) FROM log WHERE epoch = (SELECT id FROM epochs WHERE epoch = ?1) AND seq = ?2 "
                       "AND entry > 0 AND entry <= coalesce((SELECT min(common) FROM lives WHERE lives.life > "
                       "log.life), entry)",
                       epoch, seq)));
  return stands > 0;
}

Result<void> Log::resettle(std::string_view of, std::uint64_t position) {
  // An entry of an earlier life counts up to where all later ones go with it.
  TRY_VOID(
      db_->run("UPDATE log SET entry = 0, fate = NULL, reason = '', settled = 0 WHERE record = ?1 AND entry > 0 AND "
               "entry > coalesce((SELECT min(common) FROM lives WHERE lives.life > log.life), entry)",
               of));
  return done(
      db_->run("UPDATE log SET settled = entry > 0 AND entry <= ?2 AND fate NOT IN ('waiting', 'parked') "
               "WHERE record = ?1",
               of, position));
}

}  // namespace karvan::store
