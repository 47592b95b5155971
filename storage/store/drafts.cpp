#include "storage/store/drafts.h"

#include "storage/store/rows.h"

namespace karvan::store {

namespace {

Draft draft_at(const sqlite::Statement& row) {
  Draft out;
  out.id = row.text(0);
  out.service = row.text(1);
  out.version = row.text(2);
  out.holder = row.text(3);
  out.title = row.text(4);
  out.seen = static_cast<std::uint64_t>(row.integer(5));
  out.created_ms = row.integer(6);
  out.updated_ms = row.integer(7);
  out.body = row.blob(8);
  return out;
}

}  // namespace

Result<void> Drafts::put(const Draft& draft) {
  TRY(auto stored, count_of(db_->query("SELECT seen FROM drafts WHERE id = ?", draft.id)));
  if (draft.seen != stored + 1) return fail(Code::draft_changed_elsewhere, {{"seen", std::to_string(stored)}});
  return done(
      db_->run("INSERT INTO drafts (id, service, version, holder, title, seen, created_ms, updated_ms, body) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) DO UPDATE SET service = ?2, version = ?3, "
               "holder = ?4, title = ?5, seen = ?6, updated_ms = ?8, body = ?9",
               draft.id, draft.service, draft.version, draft.holder, draft.title, draft.seen, draft.created_ms,
               draft.updated_ms, sqlite::Blob{draft.body}));
}

Result<std::optional<Draft>> Drafts::get(std::string_view id) {
  return first(db_->query("SELECT id, service, version, holder, title, seen, created_ms, updated_ms, body "
                          "FROM drafts WHERE id = ?",
                          id),
               draft_at);
}

Result<std::vector<Draft>> Drafts::list(std::size_t limit) {
  return all(db_->query("SELECT id, service, version, holder, title, seen, created_ms, updated_ms, NULL "
                        "FROM drafts ORDER BY updated_ms DESC, row DESC LIMIT ?",
                        limit),
             draft_at);
}

Result<std::uint64_t> Drafts::count() { return count_of(db_->query("SELECT count(*) FROM drafts")); }

Result<void> Drafts::remove(std::string_view id) { return done(db_->run("DELETE FROM drafts WHERE id = ?", id)); }

}  // namespace karvan::store
