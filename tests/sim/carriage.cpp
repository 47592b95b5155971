#include <fmt/format.h>

#include <algorithm>

#include "sync/exchange/codec.h"
#include "tests/sim/world.h"

// Messages between boxes and the centre.
namespace karvan::sim {
namespace {

constexpr std::int64_t patience_ms = 20'000;
constexpr std::int64_t no_route_ms_max = 2'000;

}  // namespace

void World::send(Box& box, core::SendExchange round) {
  const auto start = box.bus->starts(), id = round.round;
  const auto& link = box.bus->label();
  if (now_ms() < box.away_until_ms || !network_.up(link, now_ms())) {
    rounds_[{box.index, id}] = {start, {}, {}};
    agenda_.in(about(no_route_ms_max / 2, box.luck), [this, &box, start, id] { give_up(box, start, id); });
    return;
  }
  const auto plain = exchange::write_request(round.request);
  auto body = exchange::pack(
      plain, box.luck.one_in(thorough_one_in) ? exchange::level_for(round.bytes_per_second) : fast_level);
  const auto speed = network_.speed(link, now_ms());
  rounds_[{box.index, id}] = {start, std::move(round.request), {speed, speed, plain.size(), body.size()}};
  agenda_.in(patience_ms, [this, &box, start, id] { give_up(box, start, id); });
  for (auto after_ms : network_.arrivals(link, Way::up, body.size(), now_ms()))
    agenda_.in(after_ms, [this, &box, start, id, body] {
      auto answer = centre_->round(box.bus->name(), body, now_ms());
      if (!answer && answer.error().code != Code::link_down)
        story_.broken("P10", box.bus->label() + "'s request is refused: " + describe(answer.error()));
      for (auto back_ms : network_.arrivals(box.bus->label(), Way::down, answer ? answer->size() : 0, now_ms()))
        agenda_.in(back_ms,
                   [this, &box, start, id, answer, at_ms = now_ms()] { arrived(box, start, id, answer, at_ms); });
    });
}

void World::arrived(Box& box, std::uint64_t start, std::uint64_t id, const Result<std::string>& body,
                    std::int64_t centre_ms) {
  auto round = rounds_.find({box.index, id});
  if (round == rounds_.end() || round->second.start != start || box.bus->starts() != start || !box.bus->running())
    return;
  if (body)
    hear(box, id, exchange::read(*body, round->second.request, centre_->key()), round->second.speed, centre_ms);
  else
    box.bus->exchanged({id, tl::unexpected<Error>(body.error())});
  rounds_.erase(round);
  wake(box, 1);
}

// What is called safe is in a copy (P12).
void World::check_safe(Box& box, const exchange::Answer& answer) {
  for (const auto& mark : answer.safe)
    if (mark.seq > centre_->copied(box.bus->name(), mark.epoch))
      story_.broken(
          "P12", fmt::format("{}/{}/{} is called safe, and no copy holds it", box.bus->name(), mark.epoch, mark.seq));
}

void World::hear(Box& box, std::uint64_t id, Result<exchange::Received> received, exchange::Speed speed,
                 std::int64_t centre_ms) {
  if (received) check_safe(box, received->answer);
  box.bus->exchanged({id, std::move(received), speed, centre_ms});
}

void World::give_up(Box& box, std::uint64_t start, std::uint64_t id) {
  auto round = rounds_.find({box.index, id});
  if (round == rounds_.end() || round->second.start != start) return;
  rounds_.erase(round);
  if (box.bus->starts() != start || !box.bus->running()) return;
  box.bus->exchanged({id, fail(Code::link_down)});
  wake(box, 1);
}

// A piece of a sealed file, as the uplink carries it: asked for, sent and answered in one go.
void World::send_piece(Box& box, core::SendUpload piece) {
  const auto start = box.bus->starts(), number = ++pieces_sent_;
  const auto& link = box.bus->label();
  pieces_[box.index] = number;
  core::UploadAnswer lost;
  lost.hash = piece.hash;
  lost.error = Error{Code::link_down, {}, {}};
  agenda_.in(patience_ms, [this, &box, start, number, lost] { piece_came(box, start, number, lost); });
  auto found = box.bus->files().find(piece.hash);
  if (found == box.bus->files().end()) {
    if (!box.put_back) story_.broken("P11", link + " has lost the file " + piece.hash);
    return;
  }
  if (now_ms() < box.away_until_ms) return;
  for (auto after_ms : network_.arrivals(link, Way::up, std::min(piece.bytes, found->second.size()), now_ms()))
    agenda_.in(after_ms, [this, &box, start, number, file = found->second, piece] {
      auto row = centre_->upload(box.bus->name(), {piece.hash, &file, piece.bytes}, now_ms());
      core::UploadAnswer answer;
      answer.hash = piece.hash;
      if (row) answer.offset = row->offset;
      answer.done = row && row->whole;
      if (!row) answer.error = row.error();
      for (auto back_ms : network_.arrivals(box.bus->label(), Way::down, 0, now_ms()))
        agenda_.in(back_ms, [this, &box, start, number, answer] { piece_came(box, start, number, answer); });
    });
}

void World::piece_came(Box& box, std::uint64_t start, std::uint64_t number, core::UploadAnswer answer) {
  auto under_way = pieces_.find(box.index);
  if (under_way == pieces_.end() || under_way->second != number) return;
  pieces_.erase(under_way);
  if (box.bus->starts() != start || !box.bus->running()) return;
  box.bus->uploaded(std::move(answer));
  wake(box, 1);
}

}  // namespace karvan::sim
