#include "storage/store/search_index.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "storage/search/postings.h"
#include "storage/store/rows.h"

namespace karvan::store {

namespace {

using search::Field;

struct Posting {
  std::int64_t document = 0;
  bool there = false;
};

// By word and field: which documents have it now, or have it no more.
using Changed = std::map<std::string, std::array<std::vector<Posting>, search::fields>>;

std::vector<std::string> own_words(const search::Terms& terms) {
  auto words = terms.own;
  if (words.size() <= search::counted_max) words.push_back(search::count_word(words.size()));
  return words;
}

Result<search::Terms> terms_in(const std::optional<std::string>& bytes) {
  if (!bytes) return search::Terms{};
  return search::read_terms(*bytes);
}

template <class Value, class Each>
void only_in(const std::vector<Value>& these, const std::vector<Value>& those, Each each) {
  for (const auto& one : these)
    if (std::find(those.begin(), those.end(), one) == those.end()) each(one);
}

void differ(const std::vector<std::string>& before, const std::vector<std::string>& after, Field field,
            std::int64_t document, Changed& changed) {
  const auto at = static_cast<std::size_t>(field);
  only_in(before, after, [&](const auto& word) { changed[word][at].push_back({document, false}); });
  only_in(after, before, [&](const auto& word) { changed[word][at].push_back({document, true}); });
}

struct Word {
  std::int64_t id = 0;
  std::array<std::int64_t, search::fields> in{};
};

// One blob. What is there already is not counted twice.
Result<void> rewrite(sqlite::Database& db, Word& word, Field field, std::int64_t block,
                     const std::vector<Posting>& postings) {
  const auto place = search::place_of(word.id, field, block);
  TRY(const auto blob, first(db.query("SELECT docs FROM search_postings WHERE place = ?", place),
                             [](const auto& row) { return row.blob(0); }));
  search::Bits bits;
  if (blob) bits.add(*blob);
  for (const auto& posting : postings) {
    if (search::block_of(posting.document) != block) continue;
    const auto offset = posting.document % search::block_documents;
    if (bits.has(offset) == posting.there) continue;
    posting.there ? bits.set(offset) : bits.reset(offset);
    word.in[static_cast<std::size_t>(field)] += posting.there ? 1 : -1;
  }
  if (!bits.any()) return done(db.run("DELETE FROM search_postings WHERE place = ?", place));
  return done(
      db.run("INSERT INTO search_postings (place, docs) VALUES (?1, ?2) "
             "ON CONFLICT (place) DO UPDATE SET docs = ?2",
             place, sqlite::Blob{bits.blob()}));
}

Result<void> rewrite(sqlite::Database& db, Word& word, const Changed::mapped_type& changes) {
  for (const auto field : {Field::own, Field::kin}) {
    const auto& postings = changes[static_cast<std::size_t>(field)];
    std::vector<std::int64_t> blocks;
    for (const auto& posting : postings) blocks.push_back(search::block_of(posting.document));
    std::sort(blocks.begin(), blocks.end());
    blocks.erase(std::unique(blocks.begin(), blocks.end()), blocks.end());
    for (const auto block : blocks) TRY_VOID(rewrite(db, word, field, block, postings));
  }
  return {};
}

// The word's row is written before its postings, and goes after the last of them.
Result<void> merge_word(sqlite::Database& db, const std::string& text, const Changed::mapped_type& changes) {
  TRY(auto known, first(db.query("SELECT id, own, kin FROM search_words WHERE word = ?", sqlite::Blob{text}),
                        [](const auto& row) { return Word{row.integer(0), {row.integer(1), row.integer(2)}}; }));
  if (!known) {
    TRY_VOID(db.run("UPDATE search_state SET last_word = last_word + 1"));
    TRY_VOID(db.run("INSERT INTO search_words (id, word, own, kin) SELECT last_word, ?, 0, 0 FROM search_state",
                    sqlite::Blob{text}));
    known = Word{db.last_row(), {}};
  }
  TRY_VOID(rewrite(db, *known, changes));
  if (known->in[0] > 0 || known->in[1] > 0)
    return done(db.run("UPDATE search_words SET own = ?, kin = ? WHERE id = ?", known->in[0], known->in[1], known->id));
  TRY_VOID(db.run("DELETE FROM search_words WHERE id = ?", known->id));
  return done(db.run("UPDATE search_state SET dropped = dropped + 1"));
}

std::optional<std::string> blob_at(const sqlite::Statement& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.blob(column));
}

// NULL where there is nothing.
std::optional<sqlite::Blob> blob(const std::optional<std::string>& bytes) {
  return bytes ? std::optional(sqlite::Blob{*bytes}) : std::nullopt;
}

}  // namespace

struct SearchIndex::Change {
  std::int64_t at = 0, row = 0;
  search::Terms before, after;
};

Result<void> SearchIndex::note(std::int64_t row, const std::optional<std::string>& before,
                               const std::optional<std::string>& after) {
  TRY(const auto at, count_of(db_->query("SELECT 1 + max(merged, coalesce((SELECT max(at) FROM search_tail), 0)) "
                                         "FROM search_state")));
  TRY(const auto moved, db_->run("UPDATE search_tail SET at = ?, after = ? WHERE record = ?", at, blob(after), row));
  if (moved > 0) return {};
  return done(db_->run("INSERT INTO search_tail (at, record, before, after) VALUES (?, ?, ?, ?)", at, row, blob(before),
                       blob(after)));
}

Result<std::uint64_t> SearchIndex::noted() {
  return count_of(
      db_->query("SELECT coalesce((SELECT max(at) FROM search_tail) - (SELECT min(at) FROM search_tail) + 1, 0)"));
}

Result<void> SearchIndex::merge_numbers(const Change& change) {
  Result<std::int64_t> ran = 0;
  const auto run = [&](const char* sql, std::int64_t number) {
    if (ran) ran = db_->run(sql, number, change.row);
  };
  only_in(change.before.numbers, change.after.numbers,
          [&](auto number) { run("DELETE FROM search_numbers WHERE number = ? AND record = ?", number); });
  only_in(change.after.numbers, change.before.numbers,
          [&](auto number) { run("INSERT OR IGNORE INTO search_numbers (number, record) VALUES (?, ?)", number); });
  return done(ran);
}

Result<bool> SearchIndex::merge(std::size_t count) {
  struct Row {
    std::int64_t at = 0, row = 0;
    std::optional<std::string> before, after;
  };
  TRY(const auto rows,
      all(db_->query("SELECT at, record, before, after FROM search_tail ORDER BY at LIMIT ?", count),
          [](const auto& row) { return Row{row.integer(0), row.integer(1), blob_at(row, 2), blob_at(row, 3)}; }));
  if (rows.empty()) return false;
  Changed changed;
  for (const auto& row : rows) {
    Change change{row.at, row.row};
    TRY(change.before, terms_in(row.before));
    TRY(change.after, terms_in(row.after));
    const auto was = row.before ? own_words(change.before) : std::vector<std::string>();
    const auto is = row.after ? own_words(change.after) : std::vector<std::string>();
    differ(was, is, Field::own, row.row, changed);
    differ(change.before.kin, change.after.kin, Field::kin, row.row, changed);
    TRY_VOID(merge_numbers(change));
  }
  for (const auto& [word, changes] : changed) TRY_VOID(merge_word(*db_, word, changes));
  TRY_VOID(db_->run("DELETE FROM search_tail WHERE at <= ?", rows.back().at));
  TRY_VOID(db_->run("UPDATE search_state SET merged = ?", rows.back().at));
  return true;
}

}  // namespace karvan::store
