#include "node/core/slice.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "storage/model/json.h"
#include "storage/model/planted.h"
#include "storage/seal/hash.h"

namespace karvan::core {
namespace {

constexpr std::size_t read_at_once = 32;   // own operations, before it is tried again to settle the next unread
constexpr std::size_t unread_for_one = 8;  // so many are settled unread for what one costs that is read

// The whole operation's fate; where it stands but a claim of it does not, that claim's, so that its operator sees it
// (P15). A stage that was early is refused until what it needs is there: the operation itself waits for nothing, and
// its facts are in the record.
model::Fate fate_of(const model::Verdict& verdict) {
  using model::Fate;
  if (verdict.op != Fate::applied) return verdict.op;
  if (verdict.advance == Fate::waiting) return Fate::refused;
  for (Fate fate : {verdict.advance, verdict.returned, verdict.resolve, verdict.settled, verdict.erase})
    if (fate != Fate::applied && fate != Fate::lost) return fate;
  for (const auto& [field, fate] : verdict.fields)
    if (fate == Fate::refused || fate == Fate::held) return fate;
  return Fate::applied;
}

bool folds_acts(const model::Verdict& verdict) {
  return verdict.op != model::Fate::waiting && verdict.op != model::Fate::parked;
}

// Entries at the front that are the box's own, one after the other in log and feed.
std::size_t run_length(std::span<const exchange::Entry> entries) {
  std::size_t count = 1;
  while (count < entries.size() && entries[count].own() && entries[count].epoch == entries[0].epoch &&
         entries[count].seq == entries[0].seq + count)
    ++count;
  return count;
}

// Of those, how many stand plainly, each at the next position.
std::size_t plain_length(std::span<const exchange::Entry> own) {
  std::size_t count = 0;
  while (count < own.size() && own[count].at == own[0].at + count && !own[count].unread &&
         own[count].verdict == model::Verdict{})
    ++count;
  return count;
}

Result<model::Op> read(const store::LogLine& line) {
  if (line.erased) return fail(Code::not_found, {}, "erased");
  return model::parse_op(line.line);
}

// Of an operation that cannot be read whole: which record it is on.
std::string record_of(std::string_view line) {
  auto members = json::parse_object(line, exchange::line_bytes_max);
  return members ? json::string_or(*members, "of") : "";
}

// What the box's log says of other operations than the entry's own. `apart`: their record is being built anew.
Result<void> overtake(Book& book, const model::Op& op, const model::Verdict& verdict, bool apart) {
  for (const auto& writer : verdict.ripe) TRY_VOID(book.overtake(writer, apart));
  const bool stands = verdict.op == model::Fate::applied && verdict.settled == model::Fate::applied;
  if (!op.settled || !stands || !op.settled->what.starts_with("refused")) return {};
  return book.overtake(op.settled->writer, apart);
}

}  // namespace

Result<void> Slice::fold(std::span<const exchange::Entry> entries, std::size_t& left) {
  while (!entries.empty() && left > 0 && !folded_.lacks) {
    std::size_t done = 1;
    if (entries.front().own()) {
      TRY(done, fold_own(entries.first(run_length(entries)), left));
    } else {
      TRY_VOID(fold_foreign(entries.front()));
      --left;
    }
    entries = entries.subspan(done);
    folded_.entries += done;
  }
  return end_run();
}

Result<std::size_t> Slice::settle_unread(std::span<const exchange::Entry> entries, std::size_t& left) {
  const auto count = std::min(plain_length(entries), left * unread_for_one);
  if (count == 0) return 0;
  auto log = book_->store().log();
  const auto& from = entries.front();
  TRY(auto records, log.plain_run(from.epoch, from.seq, count));
  // One that is being folded knows nothing of what is settled beside it.
  const auto open = [&](const auto& record) { return places_.contains(record); };
  records.erase(std::find_if(records.begin(), records.end(), open), records.end());
  if (records.empty()) return 0;
  TRY_VOID(log.settle_plain(from.epoch, from.seq, records.size(), from.at));
  left -= (records.size() + unread_for_one - 1) / unread_for_one;
  std::move(records.begin(), records.end(), std::back_inserter(folded_.changed));
  return records.size();
}

Result<std::size_t> Slice::fold_own(std::span<const exchange::Entry> entries, std::size_t& left) {
  TRY(const auto unread, settle_unread(entries, left));
  if (unread > 0) return unread;
  entries = entries.first(std::min({entries.size(), read_at_once, left}));
  left -= entries.size();
  TRY(auto lines, book_->store().log().lines(entries.front().epoch, entries.front().seq, entries.size()));
  folded_.lacks = lines.size() < entries.size();
  for (std::size_t i = 0; i < lines.size(); ++i) TRY_VOID(fold_own(entries[i], lines[i]));
  return entries.size();
}

Result<void> Slice::fold_own(const exchange::Entry& entry, const store::LogLine& line) {
  TRY(auto* at, place(line.of));
  const bool news = entry.at > at->position;
  if (news) TRY_VOID(fold(entry, line.of, *at, read(line)));
  // What came before it is written later, or was had whole: the operation itself may not know yet.
  const bool known = line.entry >= entry.at && !at->shadow;
  return known ? Result<void>{} : settle(entry, line, *at);
}

Result<void> Slice::fold_foreign(const exchange::Entry& entry) {
  if (const auto erased = exchange::erased_of(entry.line)) return fold_erased(entry, *erased);
  auto op = model::parse_op(entry.line);
  const auto of = op ? op->of : record_of(entry.line);
  if (of.empty()) {
    folded_.fault = op.error();
    return {};
  }
  if (op && op->id.node == book_->site().node) {
    TRY(auto mine, book_->store().log().line(op->id.epoch, op->id.seq));
    if (mine && mine->digest == seal::sha256(entry.line)) return fold_own(entry, *mine);
  }
  TRY(auto* at, place(of));
  return entry.at > at->position ? fold(entry, of, *at, op) : Result<void>{};
}

// The record that it is on comes whole: the centre sends it with the entry. But one of this box's own may still be
// pending here, where the box was put back to before it was settled (P16).
Result<void> Slice::fold_erased(const exchange::Entry& entry, const exchange::Erased& erased) {
  TRY(const auto mine, book_->store().log().pending(erased.seq, erased.digest));
  if (!mine) return {};
  TRY(const auto* at, place(mine->of));
  return settle(entry, *mine, *at);
}

Result<void> Slice::fold(const exchange::Entry& entry, const std::string& of, Place& at, const Result<model::Op>& op) {
  if (at.stuck) return touch(of, at);
  if (!op) return get_stuck(of, at, op.error());
  if (entry.unread || (op->unknown_act && folds_acts(entry.verdict)))
    return get_stuck(of, at, {entry.unread.value_or(Code::version_unknown), {}, "entry"});
  if (at.newer) return get_stuck(of, at, {Code::version_unknown, {}, "record"});
  if (!entry.own()) book_->observe(op->time);
  at.guessed = at.guessed && entry.own() && entry.verdict == model::Verdict{};
  const bool as_guessed = planted(3) && entry.own();
  at.record = model::apply(std::move(at.record), *op, as_guessed ? model::Verdict{} : entry.verdict);
  at.position = entry.at;
  at.folded = true;
  TRY_VOID(overtake(*book_, *op, entry.verdict, at.shadow));
  const bool erases =
      op->erase && entry.verdict.op == model::Fate::applied && entry.verdict.erase == model::Fate::applied;
  return erases ? book_->erase(*op) : Result<void>{};
}

// What was removed in its time is alive again.
Result<void> Slice::touch(const std::string& record, Place& place) {
  if (place.reason != store::shadow_purged) return {};
  place.reason = store::shadow_touched;
  return book_->store().shadows().put({record, place.position, std::nullopt, place.reason});
}

Result<Slice::Place*> Slice::place(const std::string& record) {
  auto [found, fresh] = places_.try_emplace(record);
  if (fresh) TRY_VOID(open(record, found->second));
  return &found->second;
}

Result<void> Slice::open(const std::string& record, Place& place) {
  TRY(auto shadow, book_->store().shadows().get(record));
  TRY(auto settled, book_->store().records().settled(record));
  if (shadow) {
    place.shadow = true;
    place.position = shadow->position;
    place.reason = shadow->reason;
    place.stuck = !shadow->body;
    if (shadow->body && shadow->body != store::shadow_nothing) {
      auto record_read = model::parse_record(*shadow->body);
      if (!record_read) return get_stuck(record, place, record_read.error());
      place.record = std::move(*record_read);
      place.newer = KnownRecords::says_more(*shadow->body, place.record);
    }
    return {};
  }
  if (!settled) {
    place.guessed = true;
    return {};
  }
  place.position = settled->position;
  place.shadow = settled->position == 0;
  if (!place.shadow) {
    auto record_read = book_->known().read(record, settled->body);
    if (!record_read) return get_stuck(record, place, record_read.error());
    place.record = std::move(*record_read);
    place.newer = !settled->folded_here && book_->known().says_more(record);
    return {};
  }
  place.reason = store::shadow_rebuilt;
  TRY(const bool anew, book_->begins_anew(record, settled->body));
  return anew ? Result<void>{} : get_stuck(record, place, {Code::not_found, {}, "entries before"});
}

// The desk goes on with what it has.
Result<void> Slice::get_stuck(const std::string& record, Place& place, const Error& why) {
  if (place.folded) TRY_VOID(write(record, place));
  place.shadow = place.stuck = true;
  place.folded = false;
  place.reason = name_of(why.code);
  folded_.fault = why;
  return book_->store().shadows().put({record, place.position, std::nullopt, place.reason});
}

Result<void> Slice::settle(const exchange::Entry& entry, const store::LogLine& line, const Place& place) {
  const auto fate = fate_of(entry.verdict);
  auto log = book_->store().log();
  if (place.shadow) return log.note_entry(line.epoch, line.seq, entry.at, fate, entry.verdict.reason);
  if (fate != model::Fate::applied || !entry.verdict.reason.empty() || line.entry > 0) {
    return log.settle(line.epoch, line.seq, entry.at, fate, entry.verdict.reason);
  }
  const bool goes_on = run_.count > 0 && run_.epoch == line.epoch && run_.seq + run_.count == line.seq &&
                       run_.position + run_.count == entry.at;
  if (!goes_on) {
    TRY_VOID(end_run());
    run_ = {line.epoch, line.seq, 0, entry.at};
  }
  ++run_.count;
  return {};
}

Result<void> Slice::end_run() {
  const auto run = std::exchange(run_, {});
  return run.count == 0 ? Result<void>{} : book_->store().log().settle_run(run.epoch, run.seq, run.count, run.position);
}

Result<void> Slice::write(const std::string& id, Place& place) {
  auto& store = book_->store();
  const auto body = model::write_record(place.record);
  if (place.shadow) return store.shadows().put({id, place.position, body, place.reason});
  folded_.changed.push_back(id);
  TRY_VOID(book_->put_record(place.record, {body, place.position}, place.guessed));
  book_->known().keep(id, body, std::move(place.record));  // nobody folds on it any more
  return {};
}

Result<Book::Folded> Slice::finish() {
  for (auto& [id, place] : places_) {
    if (place.folded) TRY_VOID(write(id, place));
  }
  return std::move(folded_);
}

}  // namespace karvan::core
