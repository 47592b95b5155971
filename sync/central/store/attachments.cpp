#include "sync/central/store/attachments.h"

#include "sync/central/store/rows.h"

namespace karvan::central {
namespace {

const std::string select = "SELECT node, hash, size, stored, arrived, begun_ms, changed_ms FROM attachment ";

UploadRow row_at(const sqlite::Statement& row) {
  return {row.text(0),         row.text(1),    count_at(row, 2), count_at(row, 3),
          row.integer(4) != 0, row.integer(5), row.integer(6)};
}

Result<void> done(const Result<std::int64_t>& ran) {
  if (!ran) return tl::unexpected(ran.error());
  return {};
}

}  // namespace

Result<bool> Attachments::present(std::string_view hash) {
  TRY(auto found, number(db_->query("SELECT count(*) FROM attachment WHERE hash = ? AND arrived > 0", hash)));
  return found > 0;
}

Result<Arrived> Attachments::arrived_since(std::uint64_t mark, std::size_t limit) {
  // The index is of those above 0, which has to be said; the mark first, so that it is what is sought.
  TRY(auto rows,
      db_->query("SELECT arrived, hash FROM attachment WHERE arrived > ? AND arrived > 0 ORDER BY arrived LIMIT ?",
                 mark, limit));
  Arrived out{mark, {}};
  while (true) {
    TRY(bool more, rows.next());
    if (!more) return out;
    out.mark = count_at(rows, 0);
    out.hashes.push_back(rows.text(1));
  }
}

Result<std::optional<UploadRow>> Attachments::get(std::string_view node, std::string_view hash) {
  return first(db_->query(select + "WHERE node = ? AND hash = ?", node, hash), row_at);
}

Result<std::vector<UploadRow>> Attachments::unfinished_since(std::int64_t before_ms) {
  return all(db_->query(select + "WHERE arrived = 0 AND changed_ms < ?", before_ms), row_at);
}

Result<void> Attachments::begin(const UploadRow& row) {
  return done(
      db_->run("INSERT INTO attachment (node, hash, size, stored, begun_ms, changed_ms) VALUES (?1,?2,?3,?4,?5,?6) "
               "ON CONFLICT (node, hash) DO UPDATE SET size = ?3, stored = ?4, arrived = 0, begun_ms = ?5, "
               "changed_ms = ?6",
               row.node, row.hash, row.size, row.offset, row.begun_ms, row.changed_ms));
}

Result<void> Attachments::move(std::string_view node, std::string_view hash, std::uint64_t offset,
                               std::int64_t now_ms) {
  return done(db_->run("UPDATE attachment SET stored = ?3, changed_ms = ?4 WHERE node = ?1 AND hash = ?2", node, hash,
                       offset, now_ms));
}

Result<void> Attachments::arrive(std::string_view node, std::string_view hash, std::int64_t now_ms) {
  return done(
      db_->run("UPDATE attachment SET stored = size, changed_ms = ?3, arrived = (SELECT coalesce(max(arrived), 0) + 1 "
               "FROM attachment) WHERE node = ?1 AND hash = ?2 AND arrived = 0",
               node, hash, now_ms));
}

Result<void> Attachments::forget(std::string_view node, std::string_view hash) {
  return done(db_->run("DELETE FROM attachment WHERE node = ? AND hash = ? AND arrived = 0", node, hash));
}

Result<std::uint64_t> Attachments::count_unfinished(std::string_view node) {
  TRY(auto count, number(db_->query("SELECT count(*) FROM attachment WHERE node = ? AND arrived = 0", node)));
  return static_cast<std::uint64_t>(count);
}

Result<std::uint64_t> Attachments::promised_bytes() {
  TRY(auto sum, number(db_->query("SELECT coalesce(sum(size), 0) FROM attachment")));
  return static_cast<std::uint64_t>(sum);
}

}  // namespace karvan::central
