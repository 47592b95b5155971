#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "tests/sim/world.h"

// What goes wrong, and what people do about it.
namespace karvan::sim {
namespace {

constexpr std::int64_t full_ms_max = 2 * minute_ms, lie_ms_max = 5 * minute_ms, deaf_ms_max = 2 * minute_ms,
                       cut_ms_max = 6 * minute_ms;
constexpr std::int64_t verify_ms_max = 2 * minute_ms;  // of a copy
constexpr std::uint64_t weeks_most = 5;
constexpr int editions_at_most = 4;
constexpr std::int64_t ppm_max = 400, ppm_worst = 20'000;

template <class Strokes>
Fault pick(const Strokes& strokes, bool rare, Random& luck) {
  auto weight = [&](const Stroke& each) { return each.rare && !rare ? 0 : each.weight; };
  auto all = std::accumulate(strokes.begin(), strokes.end(), std::uint64_t{0},
                             [&](std::uint64_t sum, const Stroke& each) { return sum + weight(each); });
  auto at = luck.below(all);
  for (const auto& each : strokes) {
    if (at < weight(each)) return each.fault;
    at -= weight(each);
  }
  return strokes.front().fault;
}

}  // namespace

void World::strike_later(Box& box, std::uint64_t day) {
  if (plan_.stroke_ms == 0) return;
  agenda_.in(about(plan_.stroke_ms, box.luck), [this, &box, day] {
    if (calm_ || !box.open || box.day != day) return;
    if (box.bus->running()) strike(box);
    strike_later(box, day);
  });
}

void World::strike(Box& box) {
  const auto fault = pick(box_strokes, plan_.rare, box.luck);
  if (strike_power(box, fault) || strike_disk(box, fault) || strike_link(box, fault) || strike_clock(box, fault)) {
    figures_.faults.note(fault);
    story_.tell(fmt::format("{}: {}", box.bus->label(), name_of(fault)));
  }
  if (!box.bus->running()) went_dark(box);
}

bool World::strike_power(Box& box, Fault fault) {
  if (fault == Fault::power_cut) return box.bus->crash(), true;
  if (fault == Fault::torn_write) return box.bus->crash_soon(), true;
  if (fault == Fault::box_restored) return restore(box);
  return fault == Fault::box_cloned && clone(box);
}

bool World::strike_disk(Box& box, Fault fault) {
  auto& disk = box.bus->disk();
  if (fault == Fault::failed_write || fault == Fault::failed_sync)
    return box.bus->fail_soon(fault == Fault::failed_sync), true;
  if (fault == Fault::disk_full) {
    return fill_disk(box), true;
  }
  if (fault != Fault::lying_disk || disk.lies()) return false;
  disk.lie();
  box.lies_since_ms = now_ms();
  agenda_.in(box.luck.below_ms(lie_ms_max), [this, &box] {
    if (box.lies_since_ms == 0 || !box.bus->running()) return;
    box.bus->crash();
    went_dark(box);
  });
  return true;
}

// Films, photographs, a program's log: all at once and unseen, or by and by; then somebody makes room.
void World::fill_disk(Box& box) {
  using counter::Room;
  std::int64_t after_ms = 0;
  auto fill = [&](std::optional<Room> stage) {
    agenda_.in(after_ms, [bus = box.bus.get(), stage] { bus->fill_disk(stage); });
    after_ms += 1 + box.luck.below_ms(full_ms_max);
  };
  if (box.luck.one_in(2)) {
    fill(std::nullopt);
  } else {
    for (const auto stage : {Room::little, Room::scarce, Room::none})
      if (after_ms == 0 || box.luck.below(3) > 0) fill(stage);
  }
  fill(Room::enough);
}

bool World::strike_link(Box& box, Fault fault) {
  const auto& link = box.bus->label();
  if (fault == Fault::partition) return network_.cut(link, now_ms() + box.luck.below_ms(cut_ms_max)), true;
  if (fault == Fault::half_closed) {
    network_.half_close(link, box.luck.one_in(2) ? Way::up : Way::down, now_ms() + box.luck.below_ms(deaf_ms_max));
    return true;
  }
  if (fault != Fault::weeks_away) return false;
  box.away_until_ms = now_ms() + static_cast<std::int64_t>(1 + box.luck.below(weeks_most)) * 7 * day_ms;
  return true;
}

bool World::strike_clock(Box& box, Fault fault) {
  if (fault == Fault::dead_battery) {
    box.bus->crash();
    box.clock.forget(now_ms());
  } else if (fault == Fault::clock_drift) {
    const auto most = box.luck.one_in(4) ? ppm_worst : ppm_max;
    box.clock.drift(box.luck.below_ms(2 * most) - most, now_ms());
  } else if (fault == Fault::clock_jump) {
    // Minutes mostly; sometimes the wrong year was typed in.
    const auto most = box.luck.one_in(4) ? 400 * day_ms : box.luck.one_in(2) ? 30 * hour_ms : 10 * minute_ms;
    box.clock.jump(box.luck.below_ms(2 * most) - most);
  } else {
    return false;
  }
  // Whoever looks after it sets it right, sooner or later.
  agenda_.in(box.luck.below_ms(4 * hour_ms), [&box] { box.clock.set_right(); });
  return true;
}

// Its disk is as it was: of what it did since, the centre may know.
void World::put_back(Box& box, std::int64_t to_ms) {
  box.put_back = true;
  box.bus->forget_time();
  box.issued.reset();
  box.challenge.clear();
  for (auto& person : box.people) person->box_was_put_back(to_ms);
  story_.tell(fmt::format("{} is as it was {} s ago", box.bus->label(), (now_ms() - to_ms) / 1000));
}

// The first time somebody copies the disk, later they put it back.
bool World::restore(Box& box) {
  if (box.lies_since_ms > 0) return false;
  if (!box.copy) {
    box.copy = box.bus->disk().image();
    box.copied_files = box.bus->files();
    box.copied_ms = now_ms();
    return false;
  }
  box.bus->crash();
  box.bus->disk().put(*box.copy);
  box.bus->files() = box.copied_files;
  put_back(box, box.copied_ms);
  box.copy.reset();
  return true;
}

bool World::clone(Box& box) {
  if (box.doubled || box.lies_since_ms > 0) return false;
  const auto& setup = box.bus->setup();
  Box& twin =
      make_box(box.bus->name(), setup.options.node_number, box.bus->name() + "-twin", setup.options.key, setup.key);
  twin.bus->disk().put(box.bus->disk().image());
  twin.bus->files() = box.bus->files();
  twin.clock = box.clock;
  box.doubled = twin.doubled = true;
  if (auto* supervisor = dynamic_cast<Supervisor*>(box.people.back().get())) supervisor->word_is_void();
  twin.put_back = true;
  for (auto& person : twin.people) person->box_was_put_back(now_ms());
  open_day(twin, 1);
  return true;
}

void World::strike_centre() {
  if (calm_) return;
  const bool anyone = std::any_of(boxes_.begin(), boxes_.end(), [](const auto& box) { return box->open; });
  if (anyone) {
    const auto fault = pick(centre_strokes, plan_.rare, centre_luck_);
    const bool struck = strike_centres_power(fault) || strike_centres_disk(fault) ||
                        (fault == Fault::centre_restored && restore_centre()) ||
                        (fault == Fault::node_revoked && revoke_some());
    if (struck) figures_.faults.note(fault);
  }
  agenda_.in(about(plan_.centre_stroke_ms, centre_luck_), [this] { strike_centre(); });
}

bool World::strike_centres_power(Fault fault) {
  if (centre_->lies()) return false;  // that goes before long
  if (fault == Fault::centre_power_cut) return centre_->crash(), true;
  return fault == Fault::centre_torn_write && (centre_->crash_soon(), true);
}

bool World::strike_centres_disk(Fault fault) {
  if (fault == Fault::centre_failed_write || fault == Fault::centre_failed_sync)
    return centre_->fail_soon(fault == Fault::centre_failed_sync), true;
  if (fault == Fault::centre_disk_full) {
    centre_->fill_disk();
    agenda_.in(centre_luck_.below_ms(full_ms_max), [this] { centre_->make_room(); });
    return true;
  }
  if (fault != Fault::centre_lying_disk || !centre_->lie(now_ms())) return false;
  agenda_.in(centre_luck_.below_ms(lie_ms_max), [this] {
    if (!calm_ && centre_->lies()) centre_went_back(centre_->crash_lying(now_ms()));
  });
  return true;
}

// Its last copy takes the place of its disk.
bool World::restore_centre() {
  if (!centre_->has_copy()) return false;
  const auto to_ms = centre_->copied_ms();
  centre_->restore(now_ms());
  centre_went_back(to_ms);
  return true;
}

// What was said over the telephone since may be lost with the rest, and what was published.
void World::centre_went_back(std::int64_t to_ms) {
  headquarters_->centre_was_restored(to_ms);
  centre_put_back_ = true;
  stays_.clear();
  centre_->publish(plan_.catalogues->edition(edition_), now_ms());
  for (auto& box : boxes_) enrol(box->bus->setup());
  for (auto& box : boxes_)
    if (auto* supervisor = dynamic_cast<Supervisor*>(box->people.back().get())) supervisor->word_is_void();
}

// A fee, a form, a word is changed: who is away goes on with what there was, and so do applications that were begun.
void World::publish_later() {
  if (plan_.publish_ms == 0) return;
  const auto apart_ms = std::max(plan_.publish_ms, plan_.days * day_ms / editions_at_most);
  agenda_.in(about(apart_ms, centre_luck_), [this] {
    if (calm_) return;
    centre_->publish(plan_.catalogues->edition(++edition_), now_ms());
    story_.tell(fmt::format("edition {} of the catalogue is published", edition_));
    ++figures_.published;
    publish_later();
  });
}

// One box of all: the others have to go on.
bool World::revoke_some() {
  const auto& box = *boxes_[centre_luck_.below(boxes_.size())];
  if (!revoked_.empty() || plan_.buses < 2) return false;
  story_.tell(box.bus->name() + " is revoked");
  revoked_[box.bus->name()] = {now_ms(), centre_->epochs_of(box.bus->name())};
  centre_->revoke(box.bus->name(), now_ms());
  return true;
}

void World::copy_centre() {
  if (std::any_of(boxes_.begin(), boxes_.end(), [](const auto& box) { return box->bus->running(); })) {
    centre_->copy(now_ms());
    agenda_.in(centre_luck_.below_ms(verify_ms_max), [this] { centre_->copy_verified(); });
  }
  agenda_.in(about(plan_.copy_ms, centre_luck_), [this] { copy_centre(); });
}

}  // namespace karvan::sim
