#include "node/core/link.h"

#include <algorithm>

// When a round is due, and what it says.
namespace karvan::core {
namespace {

constexpr std::size_t lines_at_once = 512;
constexpr int pause_doublings_max = 6;

exchange::Point point_of(const store::Head& head) { return {head.epoch, head.seq, head.hash}; }

// The point that an epoch extends: epochs in which nothing was written are passed over, nobody has heard of them.
std::optional<exchange::Point> prior_of(const std::vector<store::EpochMarks>& marks, const store::EpochMarks& epoch) {
  store::Head previous = epoch.previous;
  while (previous.seq == 0 && !previous.epoch.empty()) {
    auto before = std::find_if(marks.begin(), marks.end(), [&](const auto& m) { return m.epoch == previous.epoch; });
    if (before == marks.end()) return std::nullopt;
    previous = before->previous;
  }
  return previous.epoch.empty() ? std::nullopt : std::optional(point_of(previous));
}

Result<exchange::Point> received_point(Book& book, const store::EpochMarks& epoch) {
  exchange::Point point{epoch.epoch, epoch.received, epoch.previous.hash};
  if (epoch.received == 0) return point;
  TRY(auto line, book.store().log().line(epoch.epoch, epoch.received));
  if (!line) return fail(Code::chain_broken, {}, epoch.epoch);
  point.hash = line->hash;
  return point;
}

// What of an epoch the centre has not acknowledged, as far as the budget goes.
Result<std::vector<std::string>> unsent_lines(Book& book, const store::EpochMarks& epoch, std::size_t& budget) {
  std::vector<std::string> lines;
  for (auto from = epoch.received + 1; from <= epoch.last && budget > 0;) {
    TRY(auto some, book.store().log().lines(epoch.epoch, from, lines_at_once));
    for (auto& line : some) {
      if (budget == 0) break;
      budget -= std::min(budget, line.line.size() + 1);
      lines.push_back(std::move(line.line));
    }
    if (some.empty()) break;
    from += some.size();
  }
  return lines;
}

Result<exchange::Cursors> cursors_of(Book& book) {
  auto cursors = book.store().cursors();
  TRY(auto office, cursors.get(book.office_feed()));
  TRY(auto node, cursors.get("node"));
  TRY(auto reference, cursors.get("reference"));
  return exchange::Cursors{office.centre_epoch, office.position, node.position, reference.position};
}

// Kinds of number that the services print, and that run low here.
Result<std::vector<std::string>> low_kinds(Book& book) {
  const auto today = book.when().today;
  std::set<std::string> kinds;
  for (const auto* service : book.catalogue().current(today))
    for (const auto& [document, kind] : service->numbering) kinds.insert(kind);
  std::vector<std::string> low;
  for (const auto& kind : kinds) {
    TRY(auto left, book.store().leases().left(kind, today));
    if (left < rules::lease_low) low.push_back(kind);
  }
  return low;
}

}  // namespace

std::string_view name_of(LinkState state) {
  return state == LinkState::offline ? "offline" : state == LinkState::connected ? "connected" : "sending";
}

bool Link::due(std::int64_t now_ms, std::uint64_t unsent, std::uint64_t unsettled) const {
  if (in_flight_ || uploading_ || folding_) return false;
  if (hurried_ || more_) return true;
  const auto pause = std::min(retry_ms_max, retry_ms_min << std::min(failures_, pause_doublings_max));
  if (failures_ > 0) return now_ms - tried_ms_ >= pause;
  return now_ms - tried_ms_ >= (unsent > 0 ? unsent_ms : unsettled > 0 ? unsettled_ms : idle_ms);
}

Result<exchange::Request> Link::next_round(Book& book, std::int64_t now_ms) {
  exchange::Outbox outbox;
  outbox.node = book.site().node;
  outbox.bytes_per_second = bytes_per_second_;
  outbox.patches = !whole_;
  TRY(outbox.cursors, cursors_of(book));
  TRY(outbox.low, low_kinds(book));
  TRY(auto marks, book.store().log().marks());
  std::size_t budget = exchange::budget_bytes(bytes_per_second_);
  for (const auto& epoch : marks) {
    const bool present = &epoch == &marks.back();
    if (!present && epoch.received == epoch.last) continue;
    TRY(auto after, received_point(book, epoch));
    if (outbox.known.size() < exchange::epochs_max) outbox.known.push_back(after);
    TRY(auto lines, unsent_lines(book, epoch, budget));
    if (!lines.empty()) outbox.runs.push_back({after, prior_of(marks, epoch), std::move(lines)});
  }
  auto request = exchange::build(outbox, key_);
  sent_ = 0;
  for (const auto& batch : request.batches) {
    const auto& run = batch.run;
    TRY_VOID(book.store().log().mark_sent(run.after.epoch, run.after.seq + run.lines.size()));
    sent_ += run.lines.size();
  }
  ++round_;
  in_flight_ = true;
  hurried_ = more_ = false;
  tried_ms_ = now_ms;
  if (sent_ > 0 && failures_ == 0) turn(LinkState::sending, now_ms);
  return request;
}

void Link::failed(const Error& error, std::int64_t now_ms) {
  in_flight_ = uploading_ = false;
  upload_.offset.reset();
  folding_.reset();
  ++failures_;
  tried_ms_ = now_ms;
  sent_ = 0;
  fault_ = error;
  turn(LinkState::offline, now_ms);
}

void Link::received(exchange::Received received, std::uint64_t bytes_per_second, std::int64_t now_ms) {
  in_flight_ = false;
  failures_ = 0;
  last_ms_ = now_ms;
  fault_.reset();
  if (bytes_per_second > 0) bytes_per_second_ = bytes_per_second;
  folding_ = Folding{std::move(received)};
  turn(LinkState::connected, now_ms);
}

void Link::turn(LinkState state, std::int64_t now_ms) {
  if (state == state_) return;
  state_ = state;
  since_ms_ = now_ms;
}

}  // namespace karvan::core
