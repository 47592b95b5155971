#include "storage/store/log.h"
#include "storage/store/rows.h"

namespace karvan::store {

namespace {

struct Epoch {
  std::int64_t id;
  Head previous, end;
  std::optional<Head> cut;  // salvaged: what the next epoch goes on from
};

Epoch epoch_at(const sqlite::Statement& row) {
  auto number = [&](int column) { return static_cast<std::uint64_t>(row.integer(column)); };
  Epoch epoch{
      row.integer(0), {row.text(2), number(3), digest_at(row, 4)}, {row.text(1), number(5), digest_at(row, 6)}, {}};
  if (!row.is_null(7)) epoch.cut = Head{row.text(7), number(8), digest_at(row, 9)};
  return epoch;
}

tl::unexpected<Error> broken(const Head& at) {
  return fail(Code::chain_broken, {}, at.epoch + "/" + std::to_string(at.seq));
}

// The next line's part of the chain; `head` is moved on to it.
bool extends(const sqlite::Statement& row, Head& head) {
  auto digest = digest_at(row, 2);
  bool follows = static_cast<std::uint64_t>(row.integer(0)) == ++head.seq;
  bool says_so = row.is_null(1) || seal::sha256(row.bytes(1)) == digest;
  head.hash = seal::chain(head.hash, digest);
  return follows && says_so && head.hash == digest_at(row, 3);
}

Result<Head> verify_epoch(sqlite::Database& db, const Epoch& epoch) {
  Head head{epoch.end.epoch, 0, epoch.previous.hash};
  TRY(auto rows, db.query("SELECT seq, line, digest, hash FROM log WHERE epoch = ? ORDER BY seq", epoch.id));
  while (true) {
    TRY(bool more, rows.next());
    if (!more) break;
    if (!extends(rows, head)) return broken(head);
  }
  if (head != epoch.end) return broken(head);
  return head;
}

}  // namespace

Result<Chain> Log::verify_chain() {
  TRY(auto epochs,
      all(db_->query("SELECT id, epochs.epoch, previous_epoch, previous_seq, previous_hash, last, "
                     "epochs.hash, next_epoch, next_seq, next_hash FROM epochs LEFT JOIN cuts ON cuts.epoch = id "
                     "ORDER BY id"),
          epoch_at));
  Chain chain;
  for (const auto& epoch : epochs) {
    if (epoch.previous != chain.head) return broken(chain.head);
    TRY(chain.head, verify_epoch(*db_, epoch));
    chain.count += chain.head.seq;
    if (epoch.cut) chain.head = *epoch.cut;
  }
  return chain;
}

}  // namespace karvan::store
