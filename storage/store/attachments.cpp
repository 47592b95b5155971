#include "storage/store/attachments.h"

#include "storage/store/rows.h"

namespace karvan::store {

namespace {

std::string select_attachments(std::string_view rest) {
  return std::string(
             "SELECT a.hash, a.of, a.question, a.media, a.bytes, a.file_key, a.exception, a.state, a.sent, a.epoch, "
             "a.seq FROM attachments AS a ")
      .append(rest);
}

std::uint64_t count_at(const sqlite::Statement& row, int column) {
  return static_cast<std::uint64_t>(row.integer(column));
}

Attachment attachment_at(const sqlite::Statement& row) {
  Attachment out;
  out.attached.hash = row.text(0);
  out.of = row.text(1);
  out.attached.name = row.text(2);
  out.attached.media = row.text(3);
  out.attached.bytes = count_at(row, 4);
  out.file_key = row.blob(5);
  out.attached.exception = row.text(6);
  out.state = row.text(7);
  out.offset = count_at(row, 8);
  out.epoch = row.text(9);
  out.seq = count_at(row, 10);
  return out;
}

}  // namespace

Result<void> Attachments::add(const Attachment& attachment) {
  const auto& a = attachment.attached;
  TRY(auto added,
      db_->run("INSERT INTO attachments (hash, of, question, media, bytes, file_key, exception, state, sent, epoch, "
               "seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING",
               a.hash, attachment.of, a.name, a.media, a.bytes, sqlite::Blob{attachment.file_key}, a.exception,
               attachment.state, attachment.offset, attachment.epoch, attachment.seq));
  return added == 1 ? Result<void>() : fail(Code::exists_already, {}, "attachment");
}

Result<std::optional<Attachment>> Attachments::get(std::string_view hash) {
  return first(db_->query(select_attachments("WHERE a.hash = ?"), hash), attachment_at);
}

Result<std::vector<Attachment>> Attachments::of(std::string_view of) {
  return all(db_->query(select_attachments("WHERE a.of = ? ORDER BY a.row"), of), attachment_at);
}

Result<std::vector<std::string>> Attachments::hashes() {
  return all(db_->query("SELECT hash FROM attachments ORDER BY hash"), [](const auto& row) { return row.text(0); });
}

Result<std::optional<std::string>> Attachments::next(std::string_view after) {
  return first(db_->query("SELECT hash FROM attachments WHERE hash > ? ORDER BY hash LIMIT 1", after),
               [](const auto& row) { return row.text(0); });
}

Result<void> Attachments::file(std::string_view hash, const std::string& epoch, std::uint64_t seq) {
  return done(
      db_->run("UPDATE attachments SET state = 'waiting', epoch = ?2, seq = ?3 WHERE hash = ?1 AND state = 'draft'",
               hash, epoch, seq));
}

Result<void> Attachments::sent(std::string_view hash, std::uint64_t offset, bool all) {
  std::string_view state = all ? "there" : offset > 0 ? "sending" : "waiting";
  return done(db_->run("UPDATE attachments SET sent = ?2, state = ?3 WHERE hash = ?1 AND state <> 'draft'", hash,
                       offset, state));
}

Result<void> Attachments::send_again() {
  return done(db_->run("UPDATE attachments SET sent = 0, state = 'waiting' WHERE state IN ('sending', 'there')"));
}

Result<std::vector<Attachment>> Attachments::to_send(std::size_t limit) {
  return all(
      db_->query(select_attachments("JOIN epochs AS e ON e.epoch = a.epoch WHERE a.state IN ('waiting', 'sending') AND "
                                    "a.seq <= e.received ORDER BY a.row LIMIT ?"),
                 limit),
      attachment_at);
}

Result<std::vector<Attachment>> Attachments::unsent(std::size_t limit) {
  return all(db_->query(select_attachments(
                            "WHERE a.state IN ('waiting', 'sending') ORDER BY a.state = 'waiting', a.row LIMIT ?"),
                        limit),
             attachment_at);
}

Result<std::uint64_t> Attachments::count_unsent() {
  return count_of(db_->query("SELECT count(*) FROM attachments WHERE state IN ('waiting', 'sending')"));
}

Result<std::vector<std::string>> Attachments::drop(std::string_view draft, std::string_view question) {
  return all(db_->query("DELETE FROM attachments WHERE of = ?1 AND state = 'draft' AND (?2 = '' OR question = ?2) "
                        "RETURNING hash",
                        draft, question),
             [](const auto& row) { return row.text(0); });
}

Result<void> Attachments::forget(std::string_view hash) {
  return done(db_->run("DELETE FROM attachments WHERE hash = ?", hash));
}

Result<std::vector<std::string>> Attachments::purge(std::string_view of) {
  TRY(auto left, count_of(db_->query("SELECT count(*) FROM attachments WHERE of = ? AND state <> 'there'", of)));
  if (left > 0) return fail(Code::not_safe, {{"files", std::to_string(left)}}, "purge");
  return all(db_->query("DELETE FROM attachments WHERE of = ? RETURNING hash", of),
             [](const auto& row) { return row.text(0); });
}

Result<bool> Attachments::erase_keys(std::string_view of) {
  TRY(auto erased,
      db_->run("UPDATE attachments SET file_key = x'' WHERE of = ? AND state <> 'draft' AND file_key <> x''", of));
  return erased > 0;
}

Result<void> Attachments::erase_key(std::string_view of, std::string_view question) {
  return done(db_->run("UPDATE attachments SET file_key = x'' WHERE of = ? AND question = ? AND state <> 'draft'", of,
                       question));
}

}  // namespace karvan::store
