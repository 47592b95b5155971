#include "node/ports/searches.h"

#include <utility>

#include "node/ports/system.h"

namespace karvan::ports {

Searches::Searches(store::Reader reader, core::Mailbox& mailbox, std::function<void(const core::Answered&)> refuse)
    : reader_(std::move(reader)), mailbox_(mailbox), refuse_(std::move(refuse)) {
  // The words are read before anybody types.
  (void)worker_.add([this] { (void)reader_->refresh_search(); });
}

bool Searches::queue_up(const std::string& seat) {
  std::lock_guard lock(mutex_);
  auto& waiting = waiting_[seat];
  return waiting < searches_a_seat_max && ++waiting > 0;
}

void Searches::leave_queue(const std::string& seat) {
  std::lock_guard lock(mutex_);
  if (--waiting_[seat] == 0) waiting_.erase(seat);
}

void Searches::run(core::RunSearch order) {
  const auto ticket = order.ticket;
  const auto seat = order.seat_digest;
  if (!queue_up(seat)) return refuse_({ticket, fail(Code::busy, {}, "search")});
  const bool taken = worker_.add([this, seat, order = std::move(order)]() mutable {
    leave_queue(seat);
    search(order);
  });
  if (taken) return;
  leave_queue(seat);
  refuse_({ticket, fail(Code::busy, {}, "search")});
}

void Searches::stop() {
  worker_.stop();
  reader_.reset();
}

void Searches::search(core::RunSearch& order) {
  const auto until_ms = steady_ms() + search_ms_max;
  const auto expired = [until_ms] { return steady_ms() > until_ms; };
  auto found = reader_->search(order.seek.text, order.seek.limit, expired);
  if (!found) {
    refuse_({order.ticket, tl::unexpected(found.error())});
    return (void)reader_->refresh_search();
  }
  core::ViewLetter letter{order.ticket, std::move(order.seat_digest), order.access, {}};
  letter.render = [render = std::move(order.seek.render), found = std::move(*found)](
                      core::Core& core, const counter::By& by) { return render(core, by, found); };
  if (auto posted = mailbox_.post(std::move(letter)); !posted) refuse_({order.ticket, tl::unexpected(posted.error())});
  (void)reader_->refresh_search();
}

}  // namespace karvan::ports
