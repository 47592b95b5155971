#include "sync/central/store/feeds.h"

#include "sync/central/store/rows.h"

namespace karvan::central {
namespace {

constexpr std::string_view entry_columns =
    "SELECT office, position, record, node, epoch, seq, verdict, only_author FROM entry ";
constexpr std::string_view document_columns = "SELECT feed, position, kind, name, body FROM document ";

EntryRow entry_at(const sqlite::Statement& row) {
  return {row.text(0),
          count_at(row, 1),
          row.text(2),
          {row.text(3), row.text(4), count_at(row, 5)},
          model::parse_verdict(row.text(6)).value_or(model::Verdict{}),
          row.integer(7) != 0};
}

DocumentRow document_at(const sqlite::Statement& row) {
  return {row.text(0), count_at(row, 1), row.text(2), row.text(3), row.blob(4)};
}

}  // namespace

std::string node_feed(std::string_view node) { return "node/" + std::string(node); }
std::string office_feed(std::string_view office) { return "office/" + std::string(office); }

Result<std::uint64_t> Feeds::end(std::string_view feed) {
  TRY(auto position, number(db_->query("SELECT coalesce(max(position), 0) FROM feed_head WHERE feed = ?", feed)));
  return static_cast<std::uint64_t>(position);
}

Result<std::uint64_t> Feeds::next(std::string_view feed) {
  TRY_VOID(
      db_->run("INSERT INTO feed_head (feed, position) VALUES (?, 1) "
               "ON CONFLICT (feed) DO UPDATE SET position = position + 1",
               feed));
  return end(feed);
}

Result<std::uint64_t> Feeds::append(EntryRow e) {
  TRY(e.position, next(office_feed(e.office)));
  TRY_VOID(
      db_->run("INSERT INTO entry (office, position, record, node, epoch, seq, verdict, only_author) "
               "VALUES (?,?,?,?,?,?,?,?)",
               e.office, e.position, e.record, e.op.node, e.op.epoch, e.op.seq, model::write_verdict(e.verdict),
               e.only_author ? 1 : 0));
  return e.position;
}

Result<std::uint64_t> Feeds::append(DocumentRow d) {
  TRY(d.position, next(d.feed));
  TRY_VOID(db_->run("INSERT INTO document (feed, position, kind, name, body) VALUES (?,?,?,?,?)", d.feed, d.position,
                    d.kind, d.name, sqlite::Blob{d.body}));
  return d.position;
}

Result<std::vector<EntryRow>> Feeds::entries(std::string_view office, std::uint64_t after, std::size_t limit) {
  return all(db_->query(std::string(entry_columns) + "WHERE office = ? AND position > ? ORDER BY position LIMIT ?",
                        office, after, limit),
             entry_at);
}

Result<std::vector<EntryRow>> Feeds::of_record(std::string_view office, std::string_view record, std::size_t limit) {
  return all(db_->query(std::string(entry_columns) + "WHERE office = ? AND record = ? ORDER BY position LIMIT ?",
                        office, record, limit),
             entry_at);
}

Result<std::optional<EntryRow>> Feeds::first_of(std::string_view office, std::string_view record,
                                                const model::OpId& op) {
  return first(db_->query(std::string(entry_columns) + "WHERE office = ? AND record = ? AND node = ? AND epoch = ? "
                                                       "AND seq = ? ORDER BY position LIMIT 1",
                          office, record, op.node, op.epoch, op.seq),
               entry_at);
}

Result<std::optional<EntryRow>> Feeds::last_of(std::string_view office, std::string_view record) {
  return first(db_->query(std::string(entry_columns) + "WHERE office = ? AND record = ? ORDER BY position DESC LIMIT 1",
                          office, record),
               entry_at);
}

Result<std::vector<DocumentRow>> Feeds::documents(std::string_view feed, std::uint64_t after, std::size_t limit) {
  return all(db_->query(std::string(document_columns) + "WHERE feed = ? AND position > ? ORDER BY position LIMIT ?",
                        feed, after, limit),
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
