#include "storage/store/search.h"

#include <algorithm>
#include <utility>

#include "storage/model/tracking.h"
#include "storage/search/match.h"
#include "storage/sqlite/transaction.h"
#include "storage/store/listed.h"
#include "storage/store/rows.h"

namespace karvan::store {

namespace {

class Rows : public search::Source {
 public:
  explicit Rows(sqlite::Database& database) : db_(database) {}

  Result<void> postings(std::int64_t first, std::int64_t last,
                        const std::function<void(std::int64_t, std::string_view)>& each) override {
    TRY(auto rows, db_.query("SELECT place, docs FROM search_postings WHERE place BETWEEN ? AND ?", first, last));
    while (true) {
      TRY(const bool more, rows.next());
      if (!more) return {};
      each(rows.integer(0), rows.blob(1));
    }
  }

  Result<std::vector<std::int64_t>> numbers(const search::Run& run, std::size_t limit) override {
    return all(db_.query("SELECT record FROM search_numbers WHERE number >= ? AND number < ? ORDER BY number LIMIT ?",
                         run.first, run.end, limit),
               [](const auto& row) { return row.integer(0); });
  }

  Result<std::optional<search::Terms>> terms(std::int64_t document) override {
    TRY(auto rows, db_.query("SELECT terms FROM records WHERE row = ? AND terms IS NOT NULL", document));
    TRY(const bool there, rows.next());
    if (!there) return std::nullopt;
    return search::read_terms(rows.blob(0));
  }

 private:
  sqlite::Database& db_;
};

struct State {
  std::int64_t merged = 0, last_word = 0, dropped = 0;
};

Result<State> state_of(sqlite::Database& db) {
  TRY(auto state, first(db.query("SELECT merged, last_word, dropped FROM search_state"),
                        [](const auto& row) { return State{row.integer(0), row.integer(1), row.integer(2)}; }));
  return state.value_or(State{});
}

}  // namespace

// In order, so that what was read stays read where time runs out.
Result<void> Search::read_words(sqlite::Database& db) {
  const auto read = [&]() -> Result<void> {
    TRY(auto rows, db.query("SELECT word, id, own, kin FROM search_words WHERE id > ? ORDER BY id", last_word_));
    while (true) {
      TRY(const bool more, rows.next());
      if (!more) return {};
      const auto word = rows.blob(0);
      words_.know({word, rows.integer(1), {rows.integer(2), rows.integer(3)}});
      last_word_ = rows.integer(1);
    }
  };
  auto done = read();
  words_.settle();
  return done;
}

Result<void> Search::follow(sqlite::Database& db) {
  TRY(const auto state, state_of(db));
  dropped_now_ = state.dropped;
  if (state.last_word > last_word_) {
    TRY_VOID(read_words(db));
    last_word_ = state.last_word;
  }
  tail_.forget_up_to(state.merged);
  TRY(auto rows, db.query("SELECT at, record, after FROM search_tail WHERE at > ? ORDER BY at", noted_));
  while (true) {
    TRY(const bool more, rows.next());
    if (!more) return {};
    std::optional<search::Terms> terms;
    if (!rows.is_null(2)) {
      TRY(terms, search::read_terms(rows.blob(2)));
    }
    noted_ = rows.integer(0);
    tail_.put(noted_, rows.integer(1), terms, words_);
  }
}

Result<void> Search::refresh(sqlite::Database& db) {
  TRY(auto reading, sqlite::Savepoint::begin(db));
  if (dropped_now_ != dropped_ || dropped_ < 0) {
    TRY(const auto state, state_of(db));
    *this = Search();
    dropped_ = state.dropped;
  }
  TRY_VOID(follow(db));
  return reading.release();
}

Result<std::vector<std::int64_t>> Search::documents(sqlite::Database& db, std::string_view text, std::size_t limit,
                                                    const std::function<bool()>& expired) {
  TRY(const auto last, count_of(db.query("SELECT max(row) FROM records")));
  std::vector<std::int64_t> tracked;
  const auto start = model::tracking_start(text);
  if (!start.empty()) {
    TRY(tracked, all(db.query("SELECT row FROM records WHERE tracking >= ? AND tracking < ? ORDER BY tracking LIMIT ?",
                              start, behind(start), limit),
                     [](const auto& row) { return row.integer(0); }));
  }
  Rows rows(db);
  search::Match match(words_, tail_, rows, static_cast<std::int64_t>(last));
  TRY(auto found, match.find(text, limit, expired));
  // Bare digits are more likely a citizen's number than the beginning of ours.
  const bool letters = start.find_first_not_of("0123456789-") != std::string::npos;
  if (letters) found.swap(tracked);
  for (const auto document : tracked)
    if (std::find(found.begin(), found.end(), document) == found.end()) found.push_back(document);
  if (found.size() > limit) found.resize(limit);
  return found;
}

Result<std::vector<Summary>> Search::find(sqlite::Database& db, std::string_view text, std::size_t limit,
                                          const std::function<bool()>& expired) {
  // Postings, tail and records as of one commit.
  TRY(auto reading, sqlite::Savepoint::begin(db));
  db.stop_when(expired);
  const auto sought = [&]() -> Result<std::vector<std::int64_t>> {
    TRY_VOID(follow(db));
    return documents(db, text, limit, expired);
  };
  auto found_in_time = sought();
  db.stop_when({});  // neither showing what was found nor the end of reading is cut short
  TRY(const auto found, std::move(found_in_time));
  std::vector<Summary> summaries;
  for (const auto document : found) {
    TRY(auto summary, summary_in(db, document));
    if (summary) summaries.push_back(std::move(*summary));
  }
  TRY_VOID(reading.release());
  return summaries;
}

}  // namespace karvan::store
