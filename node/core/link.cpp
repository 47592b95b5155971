#include "node/core/link.h"
#include "storage/model/passed.h"
#include "storage/model/planted.h"

#include <algorithm>
#include <charconv>

// When a round is due, and how it ended.
namespace karvan::core {
namespace {

constexpr int pause_doublings_max = 6;

std::int64_t number_of(const Error& error, const std::string& name) {
  auto found = error.args.find(name);
  std::int64_t value = 0;
  if (found != error.args.end())
    std::from_chars(found->second.data(), found->second.data() + found->second.size(), value);
  return std::max<std::int64_t>(0, value);
}

}  // namespace

std::string_view name_of(LinkState state) {
  return state == LinkState::offline ? "offline" : state == LinkState::connected ? "connected" : "sending";
}

bool Link::is_push(std::uint64_t round) const {
  auto found = flights_.find(round);
  return found != flights_.end() && found->second.push;
}

bool Link::due(std::int64_t now_ms, std::uint64_t unsent, bool unsettled) const {
  const bool asking = std::any_of(flights_.begin(), flights_.end(), [](const auto& f) { return !f.second.push; });
  if (asking || uploading_ || folding_ || !sticks_.empty()) return false;
  if (planted(15) && failures_ > 6) return false;
  if (hurried_ || more_) return true;
  if (failures_ > 0) return model::passed(tried_ms_, pause_ms_, now_ms);
  const auto unsent_pause = refusals_.empty() ? unsent_ms : unsettled_ms;
  return model::passed(tried_ms_, unsent > 0 ? unsent_pause : unsettled ? unsettled_ms : idle_ms, now_ms);
}

bool Link::may_push() const {
  const bool busy =
      folding_ || std::any_of(flights_.begin(), flights_.end(), [](const auto& f) { return !f.second.push; });
  return busy && !take_ && !on_stick() && failures_ == 0 && !uploading_ && !all_sent_ && pace_.in_flight() > 1 &&
         flights_.size() < pace_.in_flight();
}

// Between a half and the whole of what doubles with each failure; never sooner than the centre asks for.
void Link::failed(const Error& error, std::int64_t now_ms) {
  if (error.code == Code::link_down && error.args.contains("begun")) pace_.broken();
  flights_.clear();
  uploading_ = false;
  upload_.offset.reset();
  // What follows on a stick goes on from where this would have led.
  if (folding_ && folding_->of_stick) drop_stick();
  folding_.reset();
  more_ = false;
  const auto most = std::min(retry_ms_max, retry_ms_min << std::min(failures_++, pause_doublings_max));
  const auto byte = static_cast<unsigned char>(entropy_(1).front());
  const auto asked = std::min(retry_after_ms_max, number_of(error, "retry_s") * 1'000);
  pause_ms_ = std::max(most / 2 + most / 2 * byte / 255, asked);
  tried_ms_ = now_ms;
  sent_ = 0;
  fault_ = error;
  turn(LinkState::offline, now_ms);
}

void Link::received(ExchangeAnswer answer, std::int64_t now_ms) {
  auto flight = flights_.extract(answer.round);
  if (flight.empty() || !answer.received) return;
  all_sent_ = false;
  last_ms_ = now_ms_ = now_ms;
  fault_.reset();
  pace_.observe(answer.speed);
  folding_ = Folding{std::move(*answer.received), std::move(flight.mapped())};
  turn(LinkState::connected, now_ms);
}

Result<void> Link::acknowledged(Book& book, ExchangeAnswer answer, std::int64_t now_ms) {
  auto flight = flights_.extract(answer.round);
  if (flight.empty() || !answer.received) return {};
  all_sent_ = false;
  last_ms_ = now_ms_ = now_ms;
  pace_.observe(answer.speed);
  TRY(auto office, book.store().cursors().get(book.office_feed()));
  // Of another life of the centre the next whole round will hear more.
  if (office.centre_epoch != answer.received->checkpoint.centre_epoch) return {};
  return fold_receipts(book, answer.received->answer, flight.mapped());
}

bool Link::rests(const std::string& epoch) const {
  auto found = refusals_.find(epoch);
  return found != refusals_.end() && !model::rested(found->second.until_ms, rest_ms_max, now_ms_);
}

std::int64_t Link::next_rest_ms(int& times) {
  return std::min(rest_ms_max, rest_ms_min << std::min(times++, rest_doublings_max));
}

void Link::note_refused(const exchange::Answer& answer) {
  for (const auto& point : answer.receipts) {
    auto found = refusals_.find(point.epoch);
    if (found != refusals_.end() && point.seq >= found->second.seq) refusals_.erase(found);
  }
  for (const auto& one : answer.refused) {
    if (one.code == name_of(Code::busy)) continue;  // not now: it is sent again
    if (refusals_.size() >= refusals_max && !refusals_.contains(one.after.epoch)) continue;
    auto& refusal = refusals_[one.after.epoch];
    refusal.seq = one.after.seq + 1;
    refusal.code = one.code;
    refusal.until_ms = now_ms_ + next_rest_ms(refusal.times);
  }
}

void Link::turn(LinkState state, std::int64_t now_ms) {
  if (state == state_) return;
  state_ = state;
  since_ms_ = now_ms;
}

}  // namespace karvan::core
