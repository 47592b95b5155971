#include <fmt/format.h>

#include <algorithm>

#include "node/core/stick_answers.h"
#include "storage/seal/agree.h"
#include "sync/exchange/codec.h"
#include "tests/sim/world.h"

// Sticks: written at a bus, carried by hand, read at headquarters, and the answers on their way back. Each may be lost,
// damaged, carried twice, be overtaken by a later one, or by the network.
namespace karvan::sim {
namespace {

constexpr int level = 3;
constexpr std::int64_t walk_ms_max = 4 * minute_ms, drive_ms_max = 3 * hour_ms, post_ms_max = day_ms + hour_ms;
constexpr std::int64_t again_ms = minute_ms;
constexpr std::uint64_t lost_one_in = 10, damaged_one_in = 12, twice_one_in = 4, older_one_in = 4;
constexpr std::size_t answers_most = 8;

// A walk, a drive, or with whoever comes past tomorrow.
std::int64_t road_ms(Random& hands) {
  const auto most = hands.one_in(2) ? walk_ms_max : hands.one_in(2) ? drive_ms_max : post_ms_max;
  return 1 + static_cast<std::int64_t>(hands.below(static_cast<std::uint64_t>(most)));
}

}  // namespace

void World::carry_later(Box& box, std::uint64_t day) {
  if (plan_.stick_ms == 0) return;
  if (box.unread) agenda_.in(road_ms(box.hands), [this, &box] { bring_back(box); });
  agenda_.in(about(plan_.stick_ms, box.hands), [this, &box, day] {
    if (calm_ || !box.open || box.day != day) return;
    order_stick(box, false);
    carry_later(box, day);
  });
}

void World::order_stick(Box& box, bool read) {
  if (!box.bus->running()) return;
  box.bus->post(core::StickLetter{0, "", {}, read});
  wake(box, 1);
}

void World::put_on_stick(Box& box, core::WriteStick piece) {
  const auto& node = box.bus->name();
  if (piece.first) {
    box.writing.emplace();
    box.writing->plain = box.writing->bundle.begin({exchange::BundleKind::work, node, piece.epoch, {}});
  }
  auto& [bundle, plain] = *box.writing;
  plain += bundle.message(exchange::encode(piece.request, level));
  core::StickWritten done{std::move(piece.marks), std::nullopt};
  if (piece.last) {
    Stick stick{++box.sticks, {}, {}};
    for (const auto& file : piece.files) {
      auto found = box.bus->files().find(file.hash);
      if (found != box.bus->files().end()) stick.files.insert(*found);
    }
    plain += bundle.end(box.bus->setup().options.key);
    auto sealer = *seal::seal_to_recipient(centre_->recipient(), box.hands.entropy());
    stick.sealed = sealer->append(plain);
    stick.sealed += sealer->finish();
    story_.tell(fmt::format("{} writes stick {}: {} operations, {} files", box.bus->label(), stick.number,
                            done.marks.operations, stick.files.size()));
    done.written = core::StickWritten::Whole{std::to_string(stick.number), stick.sealed.size(), stick.files.size(),
                                             piece.files.size() - stick.files.size()};
    set_out(box, std::move(stick));
  }
  box.bus->post(std::move(done));
}

void World::set_out(Box& box, Stick stick) {
  if (box.hands.one_in(lost_one_in)) return figures_.faults.note(Fault::stick_lost);
  const auto carried = std::make_shared<const Stick>(std::move(stick));
  for (int times = box.hands.one_in(twice_one_in) ? 2 : 1; times > 0; --times)
    agenda_.in(road_ms(box.hands), [this, &box, carried] { arrive(box, *carried); });
}

// One byte is not what it was: nobody takes it for whole.
bool World::take_damaged(Box& box, const Stick& stick) {
  auto damaged = stick;
  damaged.sealed[box.hands.below(damaged.sealed.size())] ^= 0x20;
  auto answer = centre_->stick(box.bus->name(), damaged, now_ms());
  if (answer) story_.broken("P10", box.bus->label() + "'s damaged stick is taken for whole");
  figures_.faults.note(Fault::stick_damaged);
  return !answer;
}

void World::arrive(Box& box, const Stick& stick) {
  const auto& node = box.bus->name();
  if (box.hands.one_in(damaged_one_in) && take_damaged(box, stick)) return;
  const auto before = centre_->received(node);
  auto answer = centre_->stick(node, stick, now_ms());
  if (!answer && answer.error().code == Code::link_down) {
    agenda_.in(again_ms, [this, &box, stick] { arrive(box, stick); });
    return;
  }
  if (!answer) return story_.broken("P10", box.bus->label() + "'s stick is refused: " + describe(answer.error()));
  if (stick.number == box.stick_arrived) figures_.faults.note(Fault::stick_twice);
  if (stick.number < box.stick_arrived) figures_.faults.note(Fault::stick_overtaken);
  if (centre_->received(node) == before) figures_.faults.note(Fault::stick_known);
  box.stick_arrived = std::max(box.stick_arrived, stick.number);
  ++figures_.sticks_taken;
  story_.tell(fmt::format("the centre takes stick {} of {}", stick.number, box.bus->label()));
  if (box.hands.one_in(lost_one_in)) return figures_.faults.note(Fault::stick_lost);
  agenda_.in(road_ms(box.hands), [this, &box, sealed = std::move(*answer)] {
    box.answers.push_back(sealed);
    if (box.answers.size() > answers_most) box.answers.erase(box.answers.begin());
    bring_back(box);
  });
}

// Where nobody is at the box, it waits for the next day.
void World::bring_back(Box& box) {
  box.unread = true;
  order_stick(box, true);
}

Result<core::StickRead::Content> World::content_of(Box& box, const std::string& sealed) {
  TRY(auto identity, seal::age_identity_of(box.bus->setup().options.key));
  TRY(auto plain, seal::open_with_identity(sealed, identity));
  const auto centre = centre_->key();
  core::StickAnswers answers(box.bus->name(), centre);
  exchange::BundleReader reader(answers);
  TRY_VOID(reader.append(plain));
  TRY_VOID(reader.finish({&centre, 1}));
  return std::move(answers.content);
}

// The newest, or by mistake an older one once more.
void World::read_stick(Box& box) {
  box.unread = false;
  if (box.answers.empty()) return box.bus->post(core::StickRead{fail(Code::not_found)});
  auto back = box.hands.one_in(older_one_in) ? box.hands.below(box.answers.size()) : 0;
  if (back > 0) figures_.faults.note(Fault::stick_overtaken);
  auto content = content_of(box, box.answers[box.answers.size() - 1 - back]);
  if (!content) story_.broken("P10", box.bus->label() + " cannot read an answer: " + describe(content.error()));
  if (content)
    for (const auto& received : content->answers) check_safe(box, received.answer);
  ++figures_.sticks_read;
  story_.tell(box.bus->label() + " reads a stick");
  box.bus->post(core::StickRead{std::move(content)});
}

}  // namespace karvan::sim
