#include "storage/store/documents.h"

#include "storage/store/rows.h"

namespace karvan::store {

namespace {

StoredDocument document_at(const sqlite::Statement& row) {
  return {row.text(0), row.text(1), row.blob(2), static_cast<std::uint64_t>(row.integer(3))};
}

}  // namespace

Result<void> Documents::put(const StoredDocument& document) {
  return done(
      db_->run("INSERT INTO documents (kind, id, position, bytes) VALUES (?1, ?2, ?3, ?4) "
               "ON CONFLICT (kind, id) DO UPDATE SET position = ?3, bytes = ?4",
               document.kind, document.id, document.position, sqlite::Blob{document.bytes}));
}

Result<std::optional<StoredDocument>> Documents::get(std::string_view kind, std::string_view id) {
  return first(db_->query("SELECT kind, id, bytes, position FROM documents WHERE kind = ? AND id = ?", kind, id),
               document_at);
}

Result<std::vector<StoredDocument>> Documents::list(std::string_view kind, std::size_t limit) {
  return list_after(kind, "", limit);
}

Result<std::vector<StoredDocument>> Documents::list_after(std::string_view kind, std::string_view id,
                                                          std::size_t limit) {
  return all(db_->query("SELECT kind, id, bytes, position FROM documents WHERE kind = ? AND id > ? ORDER BY id LIMIT ?",
                        kind, id, limit),
             document_at);
}

Result<std::vector<StoredDocument>> Documents::newest(std::string_view kind, std::size_t limit) {
  return all(db_->query("SELECT kind, id, bytes, position FROM documents WHERE kind = ? ORDER BY id DESC LIMIT ?", kind,
                        limit),
             document_at);
}

Result<void> Documents::remove(std::string_view kind, std::string_view id) {
  return done(db_->run("DELETE FROM documents WHERE kind = ? AND id = ?", kind, id));
}

Result<void> Documents::go_back(std::string_view kind, std::uint64_t position) {
  return done(db_->run("UPDATE documents SET position = ?2 WHERE kind = ?1 AND position > ?2", kind, position));
}

}  // namespace karvan::store
