#include "sync/central/store/feeds.h"

#include <algorithm>

#include "sync/central/store/rows.h"
#include "sync/central/store/stroke.h"
#include "sync/exchange/parts.h"

namespace karvan::central {
namespace {

constexpr std::string_view entry_columns =
    "SELECT office, position, record, node, epoch, seq, verdict, only_author, hash FROM entry ";
// Left to itself the engine reads the whole office for one record: these rows are stored by position, and that it takes
// for as good as the index.
constexpr std::string_view of_one_record =
    "WHERE office = ?1 AND position IN (SELECT position FROM entry WHERE office = ?1 AND record = ?2) ";
constexpr std::string_view document_columns = "SELECT feed, position, kind, name, body, hash FROM document ";
constexpr std::string_view office_prefix = "office/";

EntryRow entry_at(const sqlite::Statement& row) {
  return {row.text(0),
          count_at(row, 1),
          row.text(2),
          {row.text(3), row.text(4), count_at(row, 5)},
          model::parse_verdict(row.text(6)).value_or(model::Verdict{}),
          row.integer(7) != 0,
          {},
          digest_at(row, 8)};
}

std::string of_record_sql(std::string_view rest) {
  return std::string(entry_columns).append(of_one_record).append(rest);
}

DocumentRow document_at(const sqlite::Statement& row) {
  return {row.text(0), count_at(row, 1), row.text(2), row.text(3), row.blob(4), digest_at(row, 5)};
}

seal::Digest chained(const seal::Digest& before, const EntryRow& e, std::string_view verdict) {
  return exchange::feed_chain(before,
                              {e.position, office_feed(e.office), "op", model::to_text(e.op), e.digest, verdict});
}

seal::Digest chained(const seal::Digest& before, const DocumentRow& d) {
  return exchange::feed_chain(before, {d.position, d.feed, d.kind, d.name, seal::sha256(d.body), ""});
}

}  // namespace

std::string node_feed(std::string_view node) { return "node/" + std::string(node); }
std::string office_feed(std::string_view office) { return std::string(office_prefix) + std::string(office); }

Result<FeedEnd> Feeds::head(std::string_view feed) {
  TRY(auto row, db_->query("SELECT position, hash FROM feed_head WHERE feed = ?", feed));
  TRY(bool there, row.next());
  return there ? FeedEnd{count_at(row, 0), digest_at(row, 1)} : FeedEnd{};
}

Result<std::uint64_t> Feeds::end(std::string_view feed) {
  TRY(auto at, head(feed));
  return at.position;
}

Result<std::optional<seal::Digest>> Feeds::hash_at(std::string_view feed, std::uint64_t position) {
  if (position == 0) return seal::Digest{};
  const bool office = feed.starts_with(office_prefix);
  return first(
      office ? db_->query("SELECT hash FROM entry WHERE office = ? AND position = ?", feed.substr(office_prefix.size()),
                          position)
             : db_->query("SELECT hash FROM document WHERE feed = ? AND position = ?", feed, position),
      +[](const sqlite::Statement& row) { return digest_at(row, 0); });
}

Result<void> put_head(sqlite::Database& db, std::string_view feed, const FeedEnd& to) {
  TRY_VOID(
      db.run("INSERT INTO feed_head (feed, position, hash) VALUES (?, ?, ?) "
             "ON CONFLICT (feed) DO UPDATE SET position = excluded.position, hash = excluded.hash",
             feed, to.position, sqlite::Blob{seal::view(to.hash)}));
  return {};
}

Result<bool> any_parked(sqlite::Database& db) {
  TRY(auto found, number(db.query("SELECT EXISTS (SELECT 1 FROM parked)")));
  return found > 0;
}

Result<void> Feeds::advance(const FeedEnd& to, std::string_view feed) { return put_head(*db_, feed, to); }

Result<void> append_entry(sqlite::Database& db, EntryRow& e, FeedEnd& end) {
  const auto verdict = model::write_verdict(e.verdict);
  e.position = end.position + 1;
  e.hash = chained(end.hash, e, verdict);
  TRY_VOID(
      db.run("INSERT INTO entry (office, position, record, node, epoch, seq, verdict, only_author, hash) "
             "VALUES (?,?,?,?,?,?,?,?,?)",
             e.office, e.position, e.record, e.op.node, e.op.epoch, e.op.seq, verdict, e.only_author ? 1 : 0,
             sqlite::Blob{seal::view(e.hash)}));
  end = {e.position, e.hash};
  return {};
}

Result<std::uint64_t> Feeds::append(EntryRow e) {
  const auto feed = office_feed(e.office);
  TRY(auto end, head(feed));
  TRY_VOID(append_entry(*db_, e, end));
  TRY_VOID(advance(end, feed));
  return end.position;
}

Result<std::uint64_t> Feeds::append(DocumentRow d) {
  TRY(auto before, head(d.feed));
  d.position = before.position + 1;
  d.hash = chained(before.hash, d);
  TRY_VOID(advance({d.position, d.hash}, d.feed));
  TRY_VOID(db_->run("INSERT INTO document (feed, position, kind, name, body, hash) VALUES (?,?,?,?,?,?)", d.feed,
                    d.position, d.kind, d.name, sqlite::Blob{d.body}, sqlite::Blob{seal::view(d.hash)}));
  return d.position;
}

Result<std::vector<std::string>> Feeds::unchained() {
  return all(db_->query("SELECT feed FROM feed_head WHERE hash = x'' ORDER BY feed"), text_at_0);
}

Result<std::vector<EntryRow>> Feeds::unchained_entries(std::string_view office, std::size_t limit) {
  return all(db_->query(std::string(entry_columns) + "WHERE office = ? AND hash = x'' ORDER BY position LIMIT ?",
                        office, limit),
             entry_at);
}

Result<void> Feeds::chain(const EntryRow& e) {
  const auto feed = office_feed(e.office);
  TRY(auto before, hash_at(feed, e.position - 1));
  const auto hash = chained(before.value_or(seal::Digest{}), e, model::write_verdict(e.verdict));
  TRY_VOID(db_->run("UPDATE entry SET hash = ?3 WHERE office = ?1 AND position = ?2", e.office, e.position,
                    sqlite::Blob{seal::view(hash)}));
  TRY_VOID(db_->run("UPDATE feed_head SET hash = ?3 WHERE feed = ?1 AND position = ?2", feed, e.position,
                    sqlite::Blob{seal::view(hash)}));
  return {};
}

Result<bool> Feeds::chain_documents(std::string_view feed, std::size_t limit) {
  TRY(auto rows,
      all(db_->query(std::string(document_columns) + "WHERE feed = ? AND hash = x'' ORDER BY position LIMIT ?", feed,
                     limit),
          document_at));
  for (const auto& row : rows) {
    TRY(auto before, hash_at(feed, row.position - 1));
    const auto hash = chained(before.value_or(seal::Digest{}), row);
    TRY_VOID(db_->run("UPDATE document SET hash = ?3 WHERE feed = ?1 AND position = ?2", feed, row.position,
                      sqlite::Blob{seal::view(hash)}));
    TRY_VOID(db_->run("UPDATE feed_head SET hash = ?3 WHERE feed = ?1 AND position = ?2", feed, row.position,
                      sqlite::Blob{seal::view(hash)}));
  }
  return !rows.empty();
}

Result<std::vector<EntryRow>> Feeds::entries(std::string_view office, std::uint64_t after, std::size_t limit) {
  return all(db_->query(std::string(entry_columns) + "WHERE office = ? AND position > ? ORDER BY position LIMIT ?",
                        office, after, limit),
             entry_at);
}

Result<std::vector<EntryRow>> Feeds::of_record(std::string_view office, std::string_view record, std::size_t limit) {
  return all(db_->query(of_record_sql("ORDER BY position LIMIT ?3"), office, record, limit), entry_at);
}

Result<std::optional<EntryRow>> Feeds::first_of(std::string_view office, std::string_view record,
                                                const model::OpId& op) {
  return first(db_->query(of_record_sql("AND node = ?3 AND epoch = ?4 AND seq = ?5 ORDER BY position LIMIT 1"), office,
                          record, op.node, op.epoch, op.seq),
               entry_at);
}

Result<std::optional<EntryRow>> Feeds::last_of(std::string_view office, std::string_view record) {
  return first(db_->query(of_record_sql("ORDER BY position DESC LIMIT 1"), office, record), entry_at);
}

Result<void> Feeds::forget_values(std::string_view office, std::string_view record, const model::OpId& op) {
  TRY(auto rows, all(db_->query(of_record_sql("AND node = ?3 AND epoch = ?4 AND seq = ?5"), office, record, op.node,
                                op.epoch, op.seq),
                     entry_at));
  for (auto& row : rows) {
    if (row.verdict.computed.empty()) continue;
    row.verdict.computed.clear();
    TRY_VOID(db_->run("UPDATE entry SET verdict = ?3 WHERE office = ?1 AND position = ?2", office, row.position,
                      model::write_verdict(row.verdict)));
  }
  return {};
}

Result<std::vector<DocumentRow>> Feeds::documents(std::string_view feed, std::uint64_t after, std::size_t limit) {
  return all(db_->query(std::string(document_columns) + "WHERE feed = ? AND position > ? ORDER BY position LIMIT ?",
                        feed, after, limit),
             document_at);
}

Result<std::vector<DocumentRow>> Feeds::documents_of(std::string_view feed, std::string_view kind,
                                                     std::string_view name, std::uint64_t after, std::size_t limit) {
  return all(db_->query(std::string(document_columns) + "WHERE feed = ? AND kind = ? AND name = ? AND position > ? "
                                                        "ORDER BY position LIMIT ?",
                        feed, kind, name, after, limit),
             document_at);
}

Result<std::optional<DocumentRow>> Feeds::last_at(std::string_view feed, std::string_view kind, std::string_view name,
                                                  std::uint64_t position) {
  return first(db_->query(std::string(document_columns) + "WHERE feed = ? AND kind = ? AND name = ? AND position <= ? "
                                                          "ORDER BY position DESC LIMIT 1",
                          feed, kind, name, position),
               document_at);
}

Result<std::optional<DocumentRow>> Feeds::last(std::string_view feed, std::string_view kind, std::string_view name) {
  return first(db_->query(std::string(document_columns) +
                              "WHERE feed = ? AND kind = ? AND name = ? ORDER BY position DESC LIMIT 1",
                          feed, kind, name),
               document_at);
}

Result<std::vector<DocumentRow>> Feeds::latest(std::string_view feed, std::string_view kind) {
  return all(db_->query(std::string(document_columns) +
                            "AS d WHERE feed = ?1 AND kind = ?2 AND position = (SELECT max(position) FROM document "
                            "WHERE feed = ?1 AND kind = ?2 AND name = d.name) ORDER BY position",
                        feed, kind),
             document_at);
}

}  // namespace karvan::central
