#include "sync/central/store/fork_words.h"

#include "sync/central/store/rows.h"

namespace karvan::central {
namespace {

constexpr auto words =
    "SELECT row, node, head_key, code, said_ms, epoch, other, other_ms FROM fork_word WHERE node = ? AND head_key = ? ";

ForkWord word_at(const sqlite::Statement& row) {
  ForkWord word{row.integer(0), row.text(1), row.text(2), row.text(3), row.integer(4), row.text(5), row.text(6)};
  if (!row.is_null(7)) word.other_ms = row.integer(7);
  return word;
}

}  // namespace

Result<void> ForkWords::put(const ForkWord& w) {
  TRY_VOID(db_->run("INSERT INTO fork_word (node, head_key, code, said_ms) VALUES (?,?,?,?)", w.node, w.head_key,
                    w.code, w.said_ms));
  return {};
}

Result<std::optional<ForkWord>> ForkWords::last(std::string_view node, std::string_view head_key) {
  return first(db_->query(std::string(words) + "ORDER BY row DESC LIMIT 1", node, head_key), word_at);
}

Result<std::optional<ForkWord>> ForkWords::last_heard(std::string_view node, std::string_view head_key) {
  return first(db_->query(std::string(words) + "AND epoch <> '' ORDER BY row DESC LIMIT 1", node, head_key), word_at);
}

Result<void> ForkWords::heard_of_it(const ForkWord& w, std::string_view epoch) {
  TRY_VOID(db_->run("UPDATE fork_word SET epoch = ?2 WHERE row = ?1 AND epoch = ''", w.row, epoch));
  return {};
}

Result<void> ForkWords::heard_of_other(const ForkWord& w, std::string_view epoch, std::int64_t now_ms) {
  TRY_VOID(db_->run("UPDATE fork_word SET other = ?2, other_ms = ?3 WHERE row = ?1", w.row, epoch, now_ms));
  return {};
}

}  // namespace karvan::central
