#include <algorithm>
#include <span>
#include <tuple>

#include "node/core/faults.h"
#include "node/core/link.h"
#include "node/core/taking.h"

// What the centre said, folded in slices.
namespace karvan::core {
namespace {

using exchange::Feed;

std::string mark_or_none(const seal::Digest& hash) { return hash == seal::Digest{} ? "" : exchange::mark_of(hash); }

// How far an answer leads: where it says so, else to the ends, else as far as what is in it.
exchange::Cursors reached(const exchange::Received& received) {
  const auto& answer = received.answer;
  const auto& ends = received.checkpoint;
  exchange::Cursors at;
  if (!answer.more) {
    at = {{},
          ends.office,
          ends.node_feed,
          ends.reference,
          mark_or_none(ends.office_hash),
          mark_or_none(ends.node_hash),
          mark_or_none(ends.reference_hash)};
  } else if (answer.to) {
    at = *answer.to;
  } else {
    if (!answer.entries.empty()) at.office = answer.entries.back().at;
    for (const auto& document : answer.documents) {
      auto& position = document.feed == Feed::node ? at.node : at.reference;
      if (document.of == 0) position = std::max(position, document.at);
    }
  }
  at.centre_epoch = ends.centre_epoch;
  return at;
}

using Stated = std::map<std::string, std::uint64_t, std::less<>>;

// The centre took some of what is unsent, or had something to say of what is not settled: it will soon have more.
Result<bool> goes_on(Book& book, const exchange::Answer& answer, const Stated& stated) {
  auto log = book.store().log();
  TRY(auto unsent, log.count_unsent());
  if (unsent > 0) {
    TRY(auto marks, log.open_marks());
    for (const auto& epoch : marks) {
      auto before = stated.find(epoch.epoch);
      if (before != stated.end() && epoch.received > before->second) return true;
    }
  }
  if (answer.entries.empty()) return false;
  return log.any_unsettled();
}

// Pieces of a document that the feed has passed: a later one took its place.
Result<void> drop_overtaken(Book& book, Feed feed, std::uint64_t position) {
  auto documents = book.store().documents();
  TRY(auto kept, documents.get(part_kind, exchange::name_of(feed)));
  return kept && kept->position <= position ? documents.remove(part_kind, exchange::name_of(feed)) : Result<void>{};
}

}  // namespace

Result<void> Link::bear(const Error& error) {
  if (of_the_store(error.code)) return tl::unexpected(error);
  fault_ = error;
  return {};
}

// How far the centre took what came along of an epoch: what it does not refuse it keeps, if need be as a branch.
std::uint64_t Link::taken(const exchange::Answer& answer, const Flight& flight, const std::string& epoch) {
  auto carried = flight.carried.find(epoch);
  if (carried == flight.carried.end()) return 0;
  std::uint64_t last = carried->second;
  for (const auto& refused : answer.refused)
    if (refused.after.epoch == epoch) last = std::min(last, refused.after.seq);
  return last;
}

Result<void> Link::fold_receipts(Book& book, const exchange::Answer& answer, const Flight& flight) {
  // Of a request from before the fork was settled here it is no news.
  TRY(const auto opened, book.opened());
  if (answer.fork && flight.opened == opened) TRY_VOID(book.stop_numbers(Code::fork_noticed));
  note_refused(answer);
  for (const auto& point : answer.receipts) {
    auto stated = flight.stated.find(point.epoch);
    auto folded =
        book.receive(point, stated == flight.stated.end() ? 0 : stated->second, taken(answer, flight, point.epoch));
    if (!folded) TRY_VOID(bear(folded.error()));
  }
  for (const auto& point : answer.lost) {
    if (auto lost = book.lose(point); !lost) TRY_VOID(bear(lost.error()));
  }
  auto safe = book.note_safe(answer.safe);
  return safe ? Result<void>{} : bear(safe.error());
}

// Before the feeds: what was handed back in the request is the centre's again.
Result<void> Link::fold_tail(Book& book) {
  const auto& received = folding_->received;
  const auto& epoch = received.checkpoint.centre_epoch;
  if (folding_->flight.back.due) TRY_VOID(handed_back(book.store().documents(), folding_->flight.back, epoch));
  TRY(const auto left, to_hand_back(book.store(), 0));
  more_ |= left.due;
  if (received.answer.safe_at > 0) TRY_VOID(forget_said(book.store().documents(), epoch, received.answer.safe_at));
  auto kept = keep_said(book.store().documents(), book.options().centre.name, received);
  return kept ? Result<void>{} : bear(kept.error());
}

Result<void> Link::begin_fold(Book& book) {
  const auto& answer = folding_->received.answer;
  const auto& checkpoint = folding_->received.checkpoint;
  TRY(auto office, book.store().cursors().get(book.office_feed()));
  const bool told = office.centre_epoch.empty() || office.centre_epoch == checkpoint.centre_epoch;
  parted_ = {answer.back.begin(), answer.back.end()};
  if (answer.from) {
    auto from = *answer.from;
    from.centre_epoch = checkpoint.centre_epoch;
    TRY_VOID(book.go_back(from));
  } else if (!told && parted_.empty()) {
    TRY_VOID(book.forget_centre());
  }
  const bool other_life = !office.centre_epoch.empty() && office.centre_epoch != checkpoint.centre_epoch;
  if (other_life) TRY_VOID(note_restored(book.store().documents()));
  TRY_VOID(fold_tail(book));
  TRY_VOID(fold_receipts(book, answer, folding_->flight));
  folding_->begun = true;
  return {};
}

// A piece of a long document is kept beside the others until the last has come. One that does not continue what is
// there begins anew, or is asked for again.
Result<std::optional<exchange::Document>> Link::join(Book& book, exchange::Document piece) {
  if (piece.of == 0) return piece;
  auto documents = book.store().documents();
  const std::string feed(exchange::name_of(piece.feed));
  const std::string title = piece.name + " " + piece.base + " " + std::to_string(piece.of) + "\n";
  TRY(auto kept, documents.get(part_kind, feed));
  std::string body = title;
  if (kept && kept->position == piece.at && kept->bytes.starts_with(title)) body = kept->bytes;
  const auto have = body.size() - title.size();
  more_ = true;
  if (piece.from > have) {
    TRY_VOID(documents.remove(part_kind, feed));
    return std::nullopt;
  }
  body.resize(title.size() + piece.from);
  body += piece.body;
  if (body.size() - title.size() < piece.of) {
    TRY_VOID(documents.put({std::string(part_kind), feed, std::move(body), piece.at}));
    return std::nullopt;
  }
  TRY_VOID(documents.remove(part_kind, feed));
  piece.body = body.substr(title.size());
  piece.from = piece.of = 0;
  return piece;
}

Result<void> Link::fold_document(Book& book, exchange::Document document) {
  const bool patch = !document.base.empty();
  TRY(auto whole, join(book, std::move(document)));
  if (!whole) return {};
  auto put = book.put_document(*whole);
  if (!put) TRY_VOID(bear(put.error()));
  if (!put && patch) folding_->misfit = true;
  return {};
}

Result<void> Link::fold_documents(Book& book, std::size_t& left) {
  const auto& documents = folding_->received.answer.documents;
  for (; folding_->document < documents.size() && left > 0; --left)
    TRY_VOID(fold_document(book, documents[folding_->document++]));
  // An entry may need a service that came with it.
  const bool done = folding_->document == documents.size() && folding_->entry == 0 && left > 0;
  return done && !documents.empty() ? book.load() : Result<void>{};
}

Result<void> Link::fold_snapshots(Book& book, std::size_t& left, std::vector<std::string>& changed) {
  const auto& snapshots = folding_->received.answer.snapshots;
  for (; folding_->snapshot < snapshots.size() && left > 0; --left) {
    const auto& snapshot = snapshots[folding_->snapshot++];
    auto put = book.put_whole(snapshot);
    if (!put) TRY_VOID(bear(put.error()));
    changed.push_back(snapshot.id);
  }
  return {};
}

Result<void> Link::fold_entries(Book& book, std::size_t& left, std::vector<std::string>& changed) {
  const std::span<const exchange::Entry> entries = folding_->received.answer.entries;
  const auto rest = entries.subspan(folding_->entry);
  if (rest.empty() || left == 0) return {};
  TRY(auto folded, book.fold(rest, left));
  if (folded.fault) TRY_VOID(bear(*folded.fault));
  changed.insert(changed.end(), folded.changed.begin(), folded.changed.end());
  folding_->lacks = folded.lacks;
  folding_->entry = folded.lacks ? entries.size() : folding_->entry + folded.entries;
  return {};
}

// Where nothing is left of the records, the feed goes on from the position that the first answer named.
void Link::end_take(const exchange::Answer& answer, exchange::Cursors& at, const store::Cursor& before) {
  const auto& records = *answer.records;
  taken_ = records.left == 0;
  at.office = taken_ ? records.at : before.position;
  at.office_hash = taken_ ? mark_or_none(records.hash) : before.hash;
}

Result<void> Link::end_fold(Book& book) {
  const auto& received = folding_->received;
  auto at = reached(received);
  TRY(auto office, book.store().cursors().get(book.office_feed()));
  take_.reset();
  if (received.answer.records) end_take(received.answer, at, office);
  if (office.position == 0 && (received.answer.records || at.office > 0)) {
    TRY(const auto taking, go_on_taking(book, received.answer));
    progress_ = taking ? std::optional(Progress{taking->taken, received.answer.records->left}) : std::nullopt;
  }
  const std::tuple<std::string, Feed, std::uint64_t, std::string> feeds[] = {
      {book.office_feed(), Feed::office, at.office, at.office_hash},
      {"node", Feed::node, at.node, at.node_hash},
      {"reference", Feed::reference, at.reference, at.reference_hash}};
  for (const auto& [name, feed, position, hash] : feeds) {
    // Asked for again: a patch that did not fit, whole; what the two are not of one mind about; what is not here.
    if ((folding_->misfit && feed == Feed::reference) || parted_.contains(feed)) continue;
    if (folding_->lacks && feed == Feed::office) continue;
    TRY(auto before, book.store().cursors().get(name));
    store::Cursor after = before;
    after.centre_epoch = at.centre_epoch;
    if (position > before.position || (position == before.position && !hash.empty())) {
      after.position = position;
      after.hash = hash;
    }
    if (after == before) continue;
    TRY_VOID(book.store().cursors().put(after));
    TRY_VOID(drop_overtaken(book, feed, after.position));
  }
  const bool news = !received.answer.documents.empty();
  const bool in_vain = folding_->lacks && contents_;
  if (in_vain) fault_ = Error{Code::not_found, {}, "own operation"};
  more_ |= ((received.answer.more || folding_->lacks) && !in_vain) || folding_->misfit || !parted_.empty();
  if (!more_ && !in_vain) {
    TRY(more_, goes_on(book, received.answer, folding_->flight.stated));
  }
  whole_ = folding_->misfit;
  contents_ = folding_->lacks || (contents_ && received.answer.more);
  if (!folding_->of_stick) failures_ = 0;  // not before: what cannot be folded is asked for again, ever later
  folding_.reset();
  return news ? book.load() : Result<void>{};
}

Result<std::vector<std::string>> Link::fold_slice(Book& book) {
  std::vector<std::string> changed;
  TRY_VOID(begin_stick(book));
  if (!folding_) return changed;
  if (!folding_->begun) TRY_VOID(begin_fold(book));
  std::size_t left = fold_entries_max;
  TRY_VOID(fold_documents(book, left));
  TRY_VOID(fold_snapshots(book, left, changed));
  TRY_VOID(fold_entries(book, left, changed));
  const auto& answer = folding_->received.answer;
  if (folding_->document < answer.documents.size() || folding_->snapshot < answer.snapshots.size() ||
      folding_->entry < answer.entries.size())
    return changed;
  bool whole = true;
  if (!answer.more && !folding_->lacks) {
    TRY(whole, book.settle_shadows(fold_entries_max, changed));
  }
  if (whole) TRY_VOID(end_fold(book));
  return changed;
}

}  // namespace karvan::core
