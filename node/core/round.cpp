#include <algorithm>
#include <utility>

#include "node/core/link.h"
#include "node/core/places.h"
#include "node/core/taking.h"
#include "storage/model/passed.h"

// What a round says.
namespace karvan::core {
namespace {

constexpr std::size_t lines_at_once = 512;
constexpr std::size_t handed_bytes_max = 1 << 20;  // of one request

// How much of a long document is here, of the first feed in which one is under way.
Result<std::optional<exchange::Part>> part_of(Book& book) {
  for (auto feed : {exchange::Feed::reference, exchange::Feed::node}) {
    TRY(auto kept, book.store().documents().get(part_kind, exchange::name_of(feed)));
    if (kept) return exchange::Part{feed, kept->position, kept->bytes.size() - kept->bytes.find('\n') - 1};
  }
  return std::nullopt;
}

}  // namespace

// What of an epoch has not been sent, as far as the budget goes. What was erased goes as its digest.
Result<void> Link::add_lines(Book& book, const store::EpochMarks& epoch, std::uint64_t from, exchange::Outbox& outbox,
                             std::size_t& budget) {
  if (from >= epoch.last || budget == 0 || rests(epoch.epoch)) return {};
  exchange::Run run;
  TRY(run.after, point_at(book, epoch, from));
  TRY(auto prior, book.store().log().prior(epoch.epoch));
  if (prior) run.prior = point_of(*prior);
  for (auto next = from + 1; next <= epoch.last && budget > 0;) {
    TRY(auto some, book.store().log().to_send(epoch.epoch, next, lines_at_once));
    if (some.empty()) break;
    next += some.size();
    for (auto& line : some) {
      if (budget == 0) break;
      if (line.erased) line.line = exchange::write_erased({line.seq, line.digest});
      budget -= std::min(budget, line.line.size() + 1);
      run.hashes.push_back(line.hash);
      run.lines.push_back(std::move(line.line));
    }
  }
  outbox.runs.push_back(std::move(run));
  return {};
}

Result<void> Link::mark_sent(Book& book, const exchange::Request& request, Flight& flight) {
  sent_ = 0;
  for (const auto& batch : request.batches) {
    const auto& run = batch.run;
    const auto last = run.after.seq + run.lines.size();
    TRY_VOID(book.store().log().mark_sent(run.after.epoch, last));
    flight.carried[run.after.epoch] = last;
    sent_ += run.lines.size();
  }
  return {};
}

Result<void> Link::add_wishes(Book& book, exchange::Request& request) {
  request.answer_bytes_max = pace_.answer_bytes();
  TRY(request.fetch, book.wanted());
  TRY(request.part, part_of(book));
  if (!parted_.empty()) {
    TRY(request.back, trail_of(book, parted_));
  }
  TRY(take_, take_due(book, !taken_ && request.cursors.office == 0 && parted_.empty()));
  request.take = take_;
  request.contents = contents_;
  return {};
}

SendExchange Link::take_off(exchange::Request request, Flight flight) {
  const bool push = flight.push;
  flights_.emplace(++round_, std::move(flight));
  return SendExchange{round_, std::move(request), pace_.up(), push};
}

Result<SendExchange> Link::next_round(Book& book, std::int64_t now_ms) {
  now_ms_ = now_ms;
  exchange::Outbox outbox;
  outbox.node = book.site().node;
  outbox.bytes_max = pace_.request_bytes();
  outbox.patches = !whole_;
  TRY(outbox.cursors, cursors_of(book));
  TRY(outbox.want, book.numbers_wanted());
  TRY(const bool awaits_copy, book.awaits_copy());
  const bool safe = model::passed(safe_asked_ms_, awaits_copy ? safe_awaited_every_ms : safe_every_ms, now_ms);
  if (safe) safe_asked_ms_ = now_ms;
  Flight flight;
  TRY(flight.back, to_hand_back(book.store(), std::min(handed_bytes_max, pace_.request_bytes())));
  TRY(auto marks, safe ? book.store().log().marks() : book.store().log().open_marks());
  // What others carry is not sent twice; where none does, nothing of it is on its way any more.
  const bool alone = flights_.empty();
  // What they rest on is handed back before them.
  std::size_t budget = flight.back.due ? 0 : outbox.bytes_max;
  for (const auto& epoch : marks) {
    const bool present = &epoch == &marks.back();
    if (!present && (safe ? epoch.safe : epoch.received) == epoch.last) continue;
    if (outbox.known.size() < exchange::epochs_max) {
      TRY(auto known, point_at(book, epoch, epoch.received));
      flight.stated[known.epoch] = known.seq;
      outbox.known.push_back(std::move(known));
    }
    TRY_VOID(add_lines(book, epoch, alone ? epoch.received : epoch.sent, outbox, budget));
  }
  auto request = exchange::build(std::move(outbox), key_);
  TRY_VOID(add_wishes(book, request));
  TRY(request.gone, book.gone(gone_turn_++));
  TRY(request.opened, book.opened());
  flight.opened = request.opened;
  request.safe = safe;
  request.tail = std::exchange(flight.back.tail, {});
  TRY_VOID(mark_sent(book, request, flight));
  hurried_ = more_ = all_sent_ = false;
  tried_ms_ = now_ms;
  if (sent_ > 0 && failures_ == 0) turn(LinkState::sending, now_ms);
  return take_off(std::move(request), std::move(flight));
}

Result<std::optional<SendExchange>> Link::next_push(Book& book) {
  exchange::Outbox outbox;
  outbox.node = book.site().node;
  outbox.bytes_max = pace_.request_bytes();
  TRY(outbox.cursors, cursors_of(book));
  TRY(auto marks, book.store().log().open_marks());
  TRY(const auto owed, to_hand_back(book.store(), 0));
  std::size_t budget = owed.due ? 0 : outbox.bytes_max;
  for (const auto& epoch : marks) TRY_VOID(add_lines(book, epoch, epoch.sent, outbox, budget));
  all_sent_ = outbox.runs.empty();
  if (all_sent_) return std::nullopt;
  auto request = exchange::build(std::move(outbox), key_);
  request.answer_bytes_max = 0;
  Flight flight{true, {}};
  TRY(request.gone, book.gone(gone_turn_++));
  TRY(request.opened, book.opened());
  flight.opened = request.opened;
  TRY_VOID(mark_sent(book, request, flight));
  return take_off(std::move(request), std::move(flight));
}

}  // namespace karvan::core
