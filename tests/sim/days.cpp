#include <algorithm>

#include "tests/sim/checkers.h"
#include "tests/sim/world.h"

// When boxes are on, and what people do there.
namespace karvan::sim {
namespace {

constexpr std::int64_t mail_ms_max = 200, answer_ms_max = 20;
constexpr std::int64_t tick_ms = 3'000, tick_alone_ms = 20'000;  // with and without a link
constexpr std::int64_t boot_ms = 40'000;
constexpr std::int64_t after_hours_ms = 3 * minute_ms;
constexpr std::int64_t reconcile_ms = 5'000;
constexpr std::int64_t lost_after_ms = 10 * minute_ms;  // whatever somebody has comes sooner

}  // namespace

void World::open_day(Box& box, int left) {
  if (calm_) return;
  box.open = true;
  const auto day = ++box.day;
  ++figures_.node_days;
  box.busy = day == 1 || box.luck.one_in(static_cast<std::uint64_t>(plan_.busy_one_in));
  const auto open_ms = box.busy ? plan_.open_ms : plan_.quiet_ms;
  if (!box.bus->running()) turn_on(box);
  for (std::size_t i = 0; i < box.people.size(); ++i)
    agenda_.in(1 + box.luck.below_ms(open_ms / 4), [this, &box, i, day] { work(box, i, day); });
  strike_later(box, day);
  carry_later(box, day);
  agenda_.in(left > 0 ? open_ms : open_ms / 4, [this, &box] { close_day(box); });
  // Weeks away the desks open too, if not for long.
  if (left > 1 || now_ms() + day_ms < box.away_until_ms)
    agenda_.in(day_ms - box.luck.below_ms(minute_ms), [this, &box, left] { open_day(box, left - 1); });
}

void World::close_day(Box& box) {
  if (calm_) return;
  box.open = false;
  check_issued(box);
  agenda_.in(box.luck.below_ms(after_hours_ms), [this, &box] {
    if (calm_ || box.open || !box.bus->running()) return;
    if (box.luck.one_in(4)) {  // the generator is switched off
      figures_.faults.note(Fault::power_cut);
      box.bus->crash();
    } else {
      box.bus->shut_down();
    }
    went_dark(box);
  });
}

void World::turn_on(Box& box) {
  if (box.bus->running()) return;
  if (box.bus->start(box.clock.read(now_ms()))) return wake(box, 1);
  agenda_.in(boot_ms, [this, &box] {
    if (box.open || calm_) turn_on(box);
  });
}

// Who was at it waits, and turns it on again where it went dark while they worked.
void World::went_dark(Box& box) {
  ++box.drains;
  box.drain_ms.reset();
  for (auto& person : box.people) person->lost_the_box();
  if (box.lies_since_ms > 0) put_back(box, box.lies_since_ms);
  box.lies_since_ms = 0;
  if (!box.open && !calm_) return;
  agenda_.in(box.luck.below_ms(boot_ms) + 1, [this, &box] {
    if (box.open || calm_) turn_on(box);
  });
}

void World::work(Box& box, std::size_t person, std::uint64_t day) {
  if (!box.open || box.day != day) return;
  if (box.bus->running()) {
    box.people[person]->act(*box.bus);
    if (box.bus->has_mail()) wake(box, 1 + box.luck.below_ms(mail_ms_max));
  }
  agenda_.in(about(box.busy || calm_ ? plan_.think_ms : plan_.quiet_think_ms, box.luck),
             [this, &box, person, day] { work(box, person, day); });
}

// A box that was put back and a centre that was restored may both have lost what others had seen and changed. Their
// work waits for it, until somebody says what becomes of it (P15).
void World::settle_what_rests_on_lost() {
  const bool any_put_back = std::any_of(boxes_.begin(), boxes_.end(), [](const auto& box) { return box->put_back; });
  if (!centre_put_back_ || !any_put_back || now_ms() < calm_ms_ + lost_after_ms) return;
  for (const auto& op : centre_->waiting())
    if (centre_->lacks_cause(op)) headquarters_->settle_lost(op, now_ms());
}

void World::headquarters_works() {
  if (!headquarters_open_) return;
  if (calm_) settle_what_rests_on_lost();
  if (std::any_of(boxes_.begin(), boxes_.end(), [](const auto& box) { return box->open; }))
    headquarters_->act(now_ms());
  agenda_.in(about(calm_ ? plan_.headquarters_ms / 8 : plan_.headquarters_ms, headquarters_luck_),
             [this] { headquarters_works(); });
}

void World::centre_works() {
  const bool anyone = std::any_of(boxes_.begin(), boxes_.end(), [](const auto& box) { return box->bus->running(); });
  if (anyone && centre_->reconcile(now_ms()))
    for (auto& [node, revocation] : revoked_) check_set_aside(*centre_, node, revocation, story_);
  agenda_.in(about(reconcile_ms, centre_luck_), [this] { centre_works(); });
}

// Of several wishes to be woken the earliest counts; the others are forgotten.
void World::wake(Box& box, std::int64_t after_ms) {
  const auto at_ms = now_ms() + after_ms;
  if (box.drain_ms && *box.drain_ms <= at_ms) return;
  box.drain_ms = at_ms;
  agenda_.in(after_ms, [this, &box, drain_number = ++box.drains] {
    if (box.drains == drain_number) drain(box);
  });
}

void World::drain(Box& box) {
  box.drain_ms.reset();
  if (!box.bus->running()) return;
  box.bus->step(box.clock.read(now_ms()));
  if (!box.bus->running()) return went_dark(box);
  telephone_later(box);
  if (is_revoked(box) && !box.issued && knows_it_is_revoked(*box.bus)) box.issued = count_issued(read_log(*box.bus));
  const bool linked = now_ms() >= box.away_until_ms && network_.up(box.bus->label(), now_ms());
  if (box.bus->has_mail())
    wake(box, 1 + box.luck.below_ms(answer_ms_max));
  else
    wake(box, linked ? (calm_ ? 1'000 : tick_ms) : tick_alone_ms);
}

}  // namespace karvan::sim
