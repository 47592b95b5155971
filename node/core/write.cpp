#include <algorithm>

#include "node/core/book.h"
#include "node/core/rows.h"
#include "storage/seal/hash.h"

// A decision's writes, all within the store's transaction.
namespace karvan::core {
namespace {

constexpr std::size_t salt_bytes = 12;

}  // namespace

void Book::stamp(model::Op& op, const store::Head& last) {
  op.id = {options_.site.node, last.epoch, last.seq + 1};
  op.time = clock_.tick(now_ms_, trusted_.high_ms);
  op.uncertain = !time_certain();
  op.salt = seal::to_hex(entropy_(salt_bytes));
  op.ref = reference_;
  op.roster = roster_at_;
}

// P5: the number that the operation names is the one that the book gives, or the operation is not written.
Result<void> Book::note_number(const model::Op& op) {
  if (op.voided) {
    auto made = store_.leases().make_void(op.voided->serial, op.voided->reason);
    if (!made && made.error().code != Code::not_found) return made;
  }
  if (!op.issue) return {};
  TRY_VOID(store_.leases().take(*op.issue, op.of));
  counter_.due = true;
  return note_usage(op.issue->kind);
}

Result<void> Book::append_one(model::Op op, store::Head& head, model::Record& record) {
  stamp(op, head);
  TRY_VOID(note_number(op));
  TRY_VOID(shifts_.note(store_.documents(), op));
  TRY_VOID(note_files(op));
  const bool alone = !op.settled && !op.erase;  // of others' too these say something
  TRY(head, store_.log().append(op.of, head, model::write_op(op), alone));
  unsent_.add(op.id.epoch, op.id.seq, op.of);
  if (op.settled && op.settled->what.starts_with("refused")) TRY_VOID(overtake(op.settled->writer, false));
  record = model::apply(std::move(record), op, {});
  return {};
}

Result<void> Book::append(const std::vector<model::Op>& ops) {
  if (ops.empty()) return {};
  TRY(auto head, store_.log().head());
  std::map<std::string, model::Record> records;
  for (const auto& op : ops) {
    if (!records.contains(op.of)) {
      auto guessed = guesses_ ? guesses_->extract(op.of) : decltype(records)::node_type{};
      if (guessed.empty()) {
        TRY(records[op.of], best_guess(op.of));
      } else {
        records.insert(std::move(guessed));
      }
    }
    TRY_VOID(append_one(op, head, records[op.of]));
  }
  for (const auto& [id, record] : records) TRY_VOID(summarise(record));
  TRY_VOID(note_time());
  return store_.cursors().keep_clock(clock_.last());
}

Result<void> Book::write(const counter::Change& change) {
  return std::visit([this](const auto& one) { return write_one(one); }, change);
}

Result<void> Book::write_one(const counter::SaveDraft& change) {
  const auto* service = catalogue_.version(change.draft.pin.service, change.draft.pin.version);
  auto title = service ? service->summary(change.draft.form) : "";
  TRY_VOID(store_.drafts().put(draft_row(change.draft, std::move(title))));
  drafts_.insert_or_assign(change.draft.id, change.draft);
  return {};
}

Result<void> Book::write_one(const counter::DropDraft& change) {
  TRY_VOID(store_.drafts().remove(change.draft));
  TRY_VOID(drop_files(change.draft, ""));  // those that the filing named stay
  drafts_.erase(change.draft);
  return {};
}

Result<void> Book::write_one(const counter::SavePrint& change) {
  conditions_[change.print.id] = change.print.conditions;
  auto row = print_row(change.print);
  TRY(const bool there, store_.prints().move(row));
  if (there) return forget_slips(row);
  row.slip = counter::write_slip(change.print.slip);
  return store_.prints().put(row);
}

Result<void> Book::write_one(const counter::KeepLanguage& change) {
  return store_.documents().put({"language", change.application, change.language, 0});
}

Result<void> Book::write_one(const counter::CountTries& change) {
  TRY_VOID(store_.documents().put({"tries", change.staff, std::to_string(change.tries), 0}));
  tries_[change.staff] = change.tries;
  return {};
}

Result<void> Book::write_one(const counter::PutCapture& change) {
  devices_.put(change.capture, now_ms_);
  return {};
}

Result<void> Book::write_one(const counter::PutSeat& change) {
  seats_.insert_or_assign(change.seat.digest, change.seat);
  if (seats_.size() > seats_max)
    seats_.erase(std::min_element(seats_.begin(), seats_.end(),
                                  [](const auto& a, const auto& b) { return a.second.used_ms < b.second.used_ms; }));
  return {};
}

Result<void> Book::write_one(const counter::DropSeat& change) {
  seats_.erase(change.digest);
  return {};
}

}  // namespace karvan::core
