#include <fmt/format.h>

#include "tests/sim/checkers.h"
#include "tests/sim/world.h"

// After a fork whoever stands before a box telephones, and headquarters says which box is the node (P7).
namespace karvan::sim {
namespace {

constexpr std::uint64_t nobody_calls_one_in = 3;

Supervisor* supervisor_of(const Box& box) { return dynamic_cast<Supervisor*>(box.people.back().get()); }

}  // namespace

// Each challenge is read out once, or never.
void World::telephone_later(Box& box) {
  const auto& challenge = box.bus->core().book().epoch_challenge();
  if (challenge.empty() || challenge == box.challenge) return;
  box.challenge = challenge;
  if (box.luck.one_in(nobody_calls_one_in)) return;
  agenda_.in(box.luck.below_ms(minute_ms), [this, &box, challenge] { telephone(box, challenge); });
}

void World::telephone(Box& box, const std::string& challenge) {
  const bool shows = box.bus->running() && box.bus->core().book().epoch_challenge() == challenge;
  if (!headquarters_open_ || !shows || is_revoked(box)) return;
  if (!box.open) return box.challenge.clear();  // nobody was there: another time
  const auto stays = stays_.try_emplace(box.bus->name(), box.index).first->second;
  story_.tell(fmt::format("{} telephones: it {}", box.bus->label(), stays == box.index ? "stays" : "is not the one"));
  if (stays != box.index) return;
  supervisor_of(box)->is_told(centre_->settle_fork(box.bus->name(), challenge, now_ms()));
}

void World::check_stay() {
  for (const auto& [node, index] : stays_) {
    const auto& box = *boxes_[index];
    if (!supervisor_of(box)->stays() || !box.bus->running() || is_revoked(box)) continue;
    ++figures_.forks_settled;
    for (const auto& each : boxes_)
      if (each->bus->name() == node && each->bus->running()) check_stays(*each->bus, each->index == index, story_);
  }
}

}  // namespace karvan::sim
