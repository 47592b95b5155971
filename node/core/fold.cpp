#include <algorithm>
#include <array>

#include "node/core/link.h"

// What the centre said, folded in slices.
namespace karvan::core {
namespace {

std::uint64_t end_of_feed(const exchange::Received& received, exchange::Feed feed) {
  std::uint64_t end = 0;
  if (feed == exchange::Feed::office && !received.answer.entries.empty()) end = received.answer.entries.back().at;
  for (const auto& document : received.answer.documents)
    if (document.feed == feed) end = std::max(end, document.at);
  if (received.answer.more) return end;
  const auto& checkpoint = received.checkpoint;
  switch (feed) {
    case exchange::Feed::office:
      return std::max(end, checkpoint.office);
    case exchange::Feed::node:
      return std::max(end, checkpoint.node_feed);
    case exchange::Feed::reference:
      return std::max(end, checkpoint.reference);
  }
  return end;
}

// Of the disk and the like: nothing more can be written in this transaction.
bool of_the_store(Code code) {
  constexpr auto codes = std::to_array({Code::disk_full, Code::io_failed, Code::read_only, Code::busy,
                                        Code::database_damaged, Code::outcome_unknown, Code::internal});
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

}  // namespace

Result<void> Link::bear(const Error& error) {
  if (of_the_store(error.code)) return tl::unexpected(error);
  fault_ = error;
  return {};
}

Result<void> Link::fold_receipt(Book& book, const exchange::Point& point) {
  auto log = book.store().log();
  TRY(auto line, log.line(point.epoch, point.seq));
  if (point.seq == 0) return {};
  // P7: the centre holds an operation under this name that this box did not write.
  if (!line || line->hash != point.hash) return book.stop_numbers(Code::fork_noticed);
  return log.mark_received(point.epoch, point.seq);
}

Result<void> Link::begin_fold(Book& book) {
  const auto& received = folding_->received;
  TRY(auto office, book.store().cursors().get(book.office_feed()));
  const bool told = office.centre_epoch.empty() || office.centre_epoch == received.checkpoint.centre_epoch;
  if (!told) TRY_VOID(book.forget_centre());
  if (received.answer.fork) TRY_VOID(book.stop_numbers(Code::fork_noticed));
  for (const auto& point : received.answer.receipts)
    if (auto folded = fold_receipt(book, point); !folded) TRY_VOID(bear(folded.error()));
  folding_->begun = true;
  return book.learn_unsent();
}

Result<void> Link::fold_documents(Book& book, std::size_t& left) {
  const auto& documents = folding_->received.answer.documents;
  for (; folding_->document < documents.size() && left > 0; --left) {
    const auto& document = documents[folding_->document++];
    auto put = book.put_document(document);
    if (!put) TRY_VOID(bear(put.error()));
    if (!put && !document.base.empty()) folding_->misfit = true;
  }
  // An entry may need a service that came with it.
  const bool done = folding_->document == documents.size() && folding_->entry == 0 && left > 0;
  return done && !documents.empty() ? book.load() : Result<void>{};
}

Result<void> Link::fold_entries(Book& book, std::size_t& left, std::vector<std::string>& changed) {
  const auto& entries = folding_->received.answer.entries;
  for (; folding_->entry < entries.size() && left > 0; --left) {
    auto folded = book.fold(entries[folding_->entry++]);
    if (!folded) {
      TRY_VOID(bear(folded.error()));
    } else if (!folded->empty()) {
      changed.push_back(std::move(*folded));
    }
  }
  return {};
}

Result<void> Link::end_fold(Book& book) {
  const auto& received = folding_->received;
  const std::pair<std::string, exchange::Feed> feeds[] = {{book.office_feed(), exchange::Feed::office},
                                                          {"node", exchange::Feed::node},
                                                          {"reference", exchange::Feed::reference}};
  for (const auto& [name, feed] : feeds) {
    TRY(auto before, book.store().cursors().get(name));
    store::Cursor after = before;
    after.centre_epoch = received.checkpoint.centre_epoch;
    after.position = std::max(before.position, end_of_feed(received, feed));
    // A patch that did not fit: the same is asked for again, whole.
    if (folding_->misfit && feed == exchange::Feed::reference) after.position = before.position;
    if (after != before) TRY_VOID(book.store().cursors().put(after));
  }
  const bool news = !received.answer.documents.empty();
  more_ = received.answer.more || folding_->misfit;
  whole_ = folding_->misfit;
  folding_.reset();
  return news ? book.load() : Result<void>{};
}

Result<std::vector<std::string>> Link::fold_slice(Book& book) {
  std::vector<std::string> changed;
  if (!folding_) return changed;
  if (!folding_->begun) TRY_VOID(begin_fold(book));
  std::size_t left = fold_entries_max;
  TRY_VOID(fold_documents(book, left));
  TRY_VOID(fold_entries(book, left, changed));
  const auto& answer = folding_->received.answer;
  if (folding_->document == answer.documents.size() && folding_->entry == answer.entries.size())
    TRY_VOID(end_fold(book));
  return changed;
}

}  // namespace karvan::core
