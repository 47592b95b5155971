#include "storage/salvage/log.h"

#include <algorithm>

#include "storage/model/op.h"
#include "storage/store/rows.h"

namespace karvan::salvage {

namespace {

int column_of(const SalvagedTable& table, std::string_view name) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].name == name) return static_cast<int>(i) + 1;
  return 0;
}

}  // namespace

Result<void> SalvagedLog::read_epochs() {
  TRY(const auto table, common_table(from_, to_, "epochs"));
  auto number = [&](const sqlite::Statement& row, std::string_view name) {
    return static_cast<std::uint64_t>(row.integer(column_of(table, name)));
  };
  TRY(epochs_whole_, each_row(from_, table, [&](const sqlite::Statement& row) -> Result<void> {
        Epoch epoch;
        epoch.previous = {row.text(column_of(table, "previous_epoch")), number(row, "previous_seq"),
                          store::digest_at(row, column_of(table, "previous_hash"))};
        epoch.end = {row.text(column_of(table, "epoch")), number(row, "last"),
                     store::digest_at(row, column_of(table, "hash"))};
        epoch.sent = number(row, "sent");
        epoch.received = number(row, "received");
        epoch.safe = number(row, "safe");
        epoch.told = true;
        epochs_.emplace(row.integer(0), std::move(epoch));
        return {};
      }));
  return {};
}

// Where they cannot be read, the epochs themselves still say what they went on from.
Result<void> SalvagedLog::read_cuts() {
  TRY(const auto table, common_table(from_, to_, "cuts"));
  TRY_VOID(each_row(from_, table, [&](const sqlite::Statement& row) -> Result<void> {
    const auto seq = static_cast<std::uint64_t>(row.integer(column_of(table, "next_seq")));
    cuts_[row.integer(0)] = {row.text(column_of(table, "next_epoch")), seq,
                             store::digest_at(row, column_of(table, "next_hash"))};
    return {};
  }));
  return {};
}

Result<void> SalvagedLog::copy() {
  TRY_VOID(read_epochs());
  TRY_VOID(read_cuts());
  TRY(const auto table, common_table(from_, to_, "log"));
  TRY(const bool whole, each_row(from_, table, [&](const sqlite::Statement& row) { return take(table, row); }));
  TRY_VOID(end());
  TRY_VOID(begin_silent_before(INT64_MAX));
  if (goes_on_) TRY_VOID(add_cut(*goes_on_));
  // Lines of an epoch that nobody names any more, at the log's end.
  if (!whole && lost_.empty()) lost_.push_back({});
  return {};
}

Result<void> SalvagedLog::take(const SalvagedTable& table, const sqlite::Statement& row) {
  const auto id = row.integer(column_of(table, "epoch"));
  const auto seq = static_cast<std::uint64_t>(row.integer(column_of(table, "seq")));
  const auto line = column_of(table, "line");
  if (!open_ || open_->id != id) {
    TRY_VOID(end());
    if (id <= last_id_) return {};  // pages of two moments
    TRY_VOID(begin_silent_before(id));
    auto told = epochs_.extract(id);
    if (told.empty()) {
      // The line itself says of which epoch it is; one that was erased no longer does.
      auto op = model::parse_op(row.blob(line));
      if (!op) return {};
      TRY_VOID(begin(id, Epoch{previous_of_next(), {op->id.epoch, 0, {}}, 0, 0, 0, false}));
    } else {
      TRY_VOID(begin(id, std::move(told.mapped())));
    }
  }
  open_->seen = std::max(open_->seen, seq);
  const auto digest = store::digest_at(row, column_of(table, "digest"));
  const auto hash = store::digest_at(row, column_of(table, "hash"));
  const bool follows = seq == open_->head.seq + 1 && seal::chain(open_->head.hash, digest) == hash &&
                       (row.is_null(line) || seal::sha256(row.blob(line)) == digest);
  if (open_->broken || !follows) {
    open_->broken = true;
    return {};
  }
  TRY(const bool put, put_row(to_, table, row));
  open_->broken = !put;
  if (!put) return {};
  open_->head = {open_->head.epoch, seq, hash};
  ++kept_;
  if (goes_on_ && !lost_.empty()) ++stranded_;  // else an earlier salvage told of them
  return {};
}

// Epochs in which nothing was written, or of which no line can be read.
Result<void> SalvagedLog::begin_silent_before(std::int64_t id) {
  while (!epochs_.empty() && epochs_.begin()->first < id) {
    auto silent = epochs_.extract(epochs_.begin());
    TRY_VOID(begin(silent.key(), std::move(silent.mapped())));
    TRY_VOID(end());
  }
  return {};
}

Result<void> SalvagedLog::add_epoch(std::int64_t id, const std::string& name, const store::Head& previous) {
  last_id_ = id;
  return store::done(
      to_.run("INSERT INTO epochs (id, epoch, previous_epoch, previous_seq, previous_hash, hash) "
              "VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
              id, name, previous.epoch, previous.seq, store::blob(previous.hash)));
}

Result<void> SalvagedLog::add_cut(const store::Head& next) {
  return store::done(to_.run("INSERT INTO cuts (epoch, next_epoch, next_seq, next_hash) VALUES (?, ?, ?, ?)", last_id_,
                             next.epoch, next.seq, store::blob(next.hash)));
}

Result<std::optional<SalvagedLog::Place>> SalvagedLog::find(const store::Head& named) {
  if (named == store::Head{}) return Place{0, true};  // an earlier salvage could keep nothing that the centre can place
  return store::first(
      to_.query("SELECT last, coalesce(log.hash, previous_hash) FROM epochs LEFT JOIN log ON log.epoch = id AND "
                "seq = ?2 WHERE epochs.epoch = ?1",
                named.epoch, named.seq),
      [&](const auto& row) {
        const auto last = static_cast<std::uint64_t>(row.integer(0));
        return Place{last, named.seq <= last && store::digest_at(row, 1) == named.hash};
      });
}

// What the next epoch goes on from, where it does not say so itself.
store::Head SalvagedLog::previous_of_next() const {
  const auto cut = cuts_.find(last_id_);
  return cut == cuts_.end() ? head_ : cut->second;
}

std::uint64_t SalvagedLog::received_of(const std::string& epoch) const {
  std::uint64_t received = 0;
  for (const auto* runs : {&earlier_, &lost_})
    for (const auto& run : *runs)
      if (run.epoch == epoch) received = std::max(received, run.received);
  return received;
}

void SalvagedLog::lose(LostRun run) {
  run.received = std::max(run.received, received_of(run.epoch));
  const auto known = std::find_if(lost_.begin(), lost_.end(), [&](const auto& one) { return one.epoch == run.epoch; });
  const bool told = std::any_of(earlier_.begin(), earlier_.end(), [&](const auto& one) {
    return one.epoch == run.epoch && one.from <= run.from && run.to <= one.to;
  });
  if (known != lost_.end())
    known->to = std::max(known->to, run.to);
  else if (!told)
    lost_.push_back(std::move(run));
}

// The epoch `id` goes on from `named`, which is not where what was kept ends.
Result<void> SalvagedLog::cut_before(std::int64_t id, const store::Head& named) {
  TRY(auto place, find(named));
  if (!place) {
    // The epoch that it names is not there at all.
    if (named.epoch.empty() || id - 1 <= last_id_) return fail(Code::chain_broken, {}, named.epoch);
    TRY_VOID(add_epoch(id - 1, named.epoch, head_));
    if (named.seq == 0 && named.hash == head_.hash) return {};  // nothing was written in it
    head_.epoch = named.epoch;
    place = Place{};
  }
  if (!place->kept) lose({named.epoch, place->last + 1, named.seq, 0});
  // Since an earlier salvage the box goes on from before what was lost then.
  if (named.epoch != head_.epoch) goes_on_.reset();
  // What the centre has not, and nobody can send any more, parts it from all that follows.
  const bool can_be_placed = place->kept || named.seq <= received_of(named.epoch);
  if (can_be_placed && !goes_on_) trunk_ = named;
  if (!can_be_placed && !goes_on_) goes_on_ = trunk_;
  return add_cut(named);
}

Result<void> SalvagedLog::begin(std::int64_t id, Epoch epoch) {
  if (epoch.previous != head_) TRY_VOID(cut_before(id, epoch.previous));
  TRY_VOID(add_epoch(id, epoch.end.epoch, epoch.previous));
  const store::Head head{epoch.end.epoch, 0, epoch.previous.hash};
  open_ = Open{id, std::move(epoch), head, 0, false};
  return {};
}

Result<void> SalvagedLog::end() {
  if (!open_) return {};
  const auto& [id, epoch, head, seen, broken] = *open_;
  auto up_to = [&](std::uint64_t mark) { return std::min(mark, head.seq); };
  TRY_VOID(to_.run("UPDATE epochs SET last = ?2, hash = ?3, sent = ?4, received = ?5, safe = ?6 WHERE id = ?1", id,
                   head.seq, store::blob(head.hash), up_to(epoch.sent), up_to(epoch.received), up_to(epoch.safe)));
  const auto known = std::max(seen, epoch.end.seq);
  if (known > head.seq) lose({head.epoch, head.seq + 1, known, epoch.received});
  head_ = head;
  if (!goes_on_ && head.seq > 0) trunk_ = head;
  open_.reset();
  return {};
}

}  // namespace karvan::salvage
