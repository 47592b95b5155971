#include <algorithm>

#include "node/core/link.h"
#include "node/core/places.h"
#include "node/core/taking.h"

// The exchange by stick: what goes onto one, and what the centre has answered on it.
namespace karvan::core {
namespace {

// Nothing but what it says of this box's own work.
void keep_receipts(exchange::Answer& answer) {
  answer.entries.clear();
  answer.documents.clear();
  answer.snapshots.clear();
  answer.back.clear();
  answer.records.reset();
  answer.from.reset();
  answer.to.reset();
  answer.more = false;
}

Result<std::vector<WriteStick::File>> files_for(Book& book) {
  TRY(auto waiting, book.store().attachments().unsent(stick_files_max));
  std::vector<WriteStick::File> files;
  for (const auto& file : waiting)
    if (!book.is_damaged(file.attached.hash)) files.push_back({file.attached.hash, file.attached.bytes});
  return files;
}

// What was said of a fork before a person has settled it is no news.
Result<bool> fork_settled_since(Book& book, const std::string& epoch) {
  TRY(auto epochs, book.store().log().marks());
  for (auto row = epochs.rbegin(); row != epochs.rend(); ++row) {
    TRY(auto settled, book.store().documents().get("fork_settled", row->epoch));
    if (settled) return true;
    if (row->epoch == epoch) break;
  }
  return false;
}

}  // namespace

Result<std::vector<exchange::Tail>> Link::stick_tails(Book& book, StickMarks& marks) {
  std::vector<exchange::Tail> none;
  if (marks.handed_whole) return none;
  TRY(auto back, to_hand_back(book.store(), stick_piece_bytes, marks.handed));
  marks.handed = back.last;
  marks.handed_whole = back.whole || !back.due;
  return std::move(back.tail);
}

Result<WriteStick> Link::stick_piece(Book& book, StickMarks marks) {
  WriteStick piece;
  piece.first = marks.pieces++ == 0;
  exchange::Outbox outbox;
  outbox.node = book.site().node;
  outbox.bytes_max = stick_piece_bytes;
  TRY(outbox.cursors, cursors_of(book));
  TRY(auto epochs, book.store().log().open_marks());
  piece.epoch = epochs.empty() ? "" : epochs.back().epoch;
  TRY(auto back, stick_tails(book, marks));
  // What they rest on is handed back before them.
  std::size_t budget = marks.handed_whole ? stick_piece_bytes : 0;
  for (const auto& epoch : epochs) {
    const auto from = std::max(epoch.received, marks.on_it[epoch.epoch]);
    if (outbox.known.size() < exchange::epochs_max) {
      TRY(auto known, point_at(book, epoch, epoch.received));
      outbox.known.push_back(std::move(known));
    }
    TRY_VOID(add_lines(book, epoch, from, outbox, budget));
    marks.on_it[epoch.epoch] = from;
  }
  piece.request = exchange::build(std::move(outbox), key_);
  TRY(piece.request.opened, book.opened());
  TRY(piece.request.gone, book.gone(gone_turn_++));
  piece.request.tail = std::move(back);
  for (const auto& batch : piece.request.batches) {
    marks.on_it[batch.run.after.epoch] = batch.run.after.seq + batch.run.lines.size();
    marks.operations += batch.run.lines.size();
  }
  const bool all = std::all_of(epochs.begin(), epochs.end(), [&](const auto& epoch) {
    return marks.on_it[epoch.epoch] >= epoch.last || rests(epoch.epoch);
  });
  piece.last = marks.handed_whole && (all || piece.request.batches.empty());
  piece.marks = std::move(marks);
  piece.request.answer_bytes_max = 0;
  piece.request.contents = contents_;
  if (!piece.last) return piece;
  return with_wishes(book, std::move(piece));
}

// Every trail goes along: another stick for a question back would take days.
Result<WriteStick> Link::with_wishes(Book& book, WriteStick piece) {
  auto& request = piece.request;
  request.answer_bytes_max = stick_answer_bytes;
  request.safe = true;
  TRY(request.want, book.numbers_wanted());
  TRY(request.fetch, book.wanted());
  TRY(request.take, take_due(book, request.cursors.office == 0));
  using exchange::Feed;
  if (!request.cursors.centre_epoch.empty()) {
    TRY(request.back, trail_of(book, {Feed::office, Feed::node, Feed::reference}));
  }
  TRY(piece.files, files_for(book));
  return piece;
}

Result<void> Link::hold_files(Book& book, const std::vector<std::string>& hashes) {
  auto attachments = book.store().attachments();
  for (const auto& hash : hashes) {
    TRY(auto file, attachments.get(hash));
    if (!file || (file->state != "waiting" && file->state != "sending")) continue;
    TRY_VOID(attachments.sent(hash, file->attached.bytes, true));
    TRY_VOID(book.is_sound(hash));
  }
  return {};
}

// Whether it leads further than this box is; of one that does not only the receipts are left.
Result<bool> Link::judge_stick(Book& book) {
  TRY(auto here, cursors_of(book));
  const auto standing = exchange::standing_of(stick_head_, sticks_.front().answer, sticks_.back().checkpoint, here);
  if (standing == exchange::BundleStanding::stale) return fail(Code::changed_elsewhere);
  if (standing == exchange::BundleStanding::gap) return fail(Code::chain_gap);
  // Records come in the order of their ids: those between would be missing for good.
  TRY(const auto taking, take_due(book, here.office == 0));
  const bool elsewhere = stick_head_.after != (taking ? taking->after : "");
  if (sticks_.front().answer.records && elsewhere) return fail(Code::changed_elsewhere);
  if (standing == exchange::BundleStanding::news) return true;
  for (auto& received : sticks_) keep_receipts(received.answer);
  return false;
}

Result<bool> Link::take_stick(Book& book, StickRead::Content content) {
  if (content.answers.empty()) return fail(Code::malformed, {}, "bundle");
  TRY(const bool settled, fork_settled_since(book, content.head.epoch));
  stick_head_ = std::move(content.head);
  stick_begun_ = false;
  sticks_.clear();
  for (auto& received : content.answers) {
    if (settled) received.answer.fork = false;
    sticks_.push_back(std::move(received));
  }
  auto news = judge_stick(book);
  if (!news) drop_stick();
  if (news) TRY_VOID(hold_files(book, content.here));
  return news;
}

// The next answer of a stick, where there is one and its turn has come. What came by network since is passed over.
Result<void> Link::begin_stick(Book& book) {
  // One after an answer that lacked something here, or parted from it, would leave a gap.
  if (!folding_ && stick_begun_ && (contents_ || !parted_.empty())) drop_stick();
  if (folding_ || sticks_.empty() || !flights_.empty() || uploading_) return {};
  // The network has brought newer things while it waited: what it says of another life is over.
  if (!stick_begun_ && !judge_stick(book)) return drop_stick(), Result<void>{};
  stick_begun_ = true;
  folding_ = Folding{std::move(sticks_.front()), {}};
  folding_->of_stick = true;
  TRY(folding_->flight.opened, book.opened());  // of what is older, its fork was left out (take_stick)
  sticks_.pop_front();
  auto& received = folding_->received;
  if (auto kept = keep_said(book.store().documents(), book.options().centre.name, received); !kept)
    TRY_VOID(bear(kept.error()));
  received.checkpoint.said = {};  // of the answer as it was signed
  TRY(auto here, cursors_of(book));
  exchange::pass_over(received.answer, here);
  return {};
}

}  // namespace karvan::core
