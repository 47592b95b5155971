#include "sync/central/receive/receive.h"

#include <algorithm>

#include "sync/central/receive/down.h"
#include "sync/central/receive/speaker.h"
#include "sync/central/store/meta.h"
#include "sync/central/store/records.h"
#include "sync/exchange/codec.h"
#include "sync/exchange/gone.h"

namespace karvan::central {
namespace {

Place place(const exchange::Point& point) { return {point.epoch, point.seq, point.hash}; }
Place place(const std::optional<exchange::Point>& point) { return point ? place(*point) : Place{}; }

// Borrows the lines of a batch that verifies.
Result<Verse> verified_by(const std::string& signer, exchange::Batch& batch, const Node& node) {
  TRY(auto key, seal::parse_verifying_key(signer));
  TRY(auto verified, exchange::verify(batch, node.name, key));
  auto& run = batch.run;
  return Verse{node.name, place(run.after), place(run.prior), std::move(run.lines), std::move(verified.hashes), signer};
}

}  // namespace

Result<Accepted> Receiver::accept(std::string_view node, std::string_view body, std::int64_t now_ms, Way way) {
  Accepted request;
  TRY(static_cast<exchange::Request&>(request), exchange::decode_request(body));
  TRY(auto known, Nodes(files_->inbox).get(node));
  if (!known || request.node != node) return fail(Code::not_enrolled, {{"node", request.node}});
  if (admit_) {
    TRY_VOID(admit_(*known, request.tail, now_ms));
    request.tail.clear();
  }
  TRY(const bool other_life, of_another_life(request));
  if (other_life && way == Way::network) put_off(request);
  const bool seen = known->seen_ms && now_ms - *known->seen_ms < seen_each_ms && now_ms >= *known->seen_ms;
  TRY(const auto speaker, Speaker::of(*files_, *known, request));
  request.of_other = speaker.is_other();
  // Who carries a stick is not known before its end: only the code is proof of anything there.
  const bool heard = speaker.is_news(now_ms) && (way == Way::network || !request.of_other);
  const bool nothing = request.batches.empty() && request.gone.empty() && !heard;
  if (seen && nothing) return request;  // nothing new, nothing to write
  TRY_VOID(in_transaction(files_->inbox, [&]() -> Result<void> {
    TRY_VOID(take_gone(request, *known, now_ms));
    TRY(const bool settled, speaker.settles(*files_));
    TRY(const bool proven, store(request, now_ms, *known, settled));
    if (proven || way == Way::network) TRY_VOID(Nodes(files_->inbox).seen(known->name, now_ms));
    TRY_VOID(take_gone(request, *known, now_ms));
    return heard ? speaker.note(*files_, now_ms) : Result<void>{};
  }));
  return request;
}

Result<bool> Receiver::of_another_life(const exchange::Request& request) {
  const auto& its = request.cursors.centre_epoch;
  if (its.empty() || request.batches.empty()) return false;
  TRY(auto ours, Records(files_->records).meta(meta_centre_epoch));
  return its != ours;
}

void Receiver::put_off(Accepted& request) {
  for (const auto& batch : request.batches)
    request.refused.push_back({batch.run.after, std::string(name_of(Code::busy))});
  request.batches.clear();
}

// By the key of the box that is enrolled now, or by one of those before it: their work may come late.
Result<Verse> Receiver::verify(exchange::Batch& batch, const Node& node) {
  auto verse = verified_by(node.head_key, batch, node);
  if (verse || verse.error().code != Code::signature_wrong) return verse;
  TRY(auto earlier, Nodes(files_->inbox).keys_of(node.name));
  for (const auto& text : earlier) {
    auto by_old = verified_by(text, batch, node);
    if (by_old) return by_old;
  }
  return verse;
}

// Whether it may hold anything new: a branch is told as one however often it comes.
Result<bool> Receiver::store_batch(exchange::Batch& batch, const Node& node, std::int64_t now_ms) {
  TRY(auto verse, verify(batch, node));
  const auto stored = Inbox(files_->inbox).store(verse, now_ms);
  batch.run.lines = std::move(verse.lines);
  if (!stored) return tl::unexpected<Error>(stored.error());
  return *stored != Stored::known;
}

// Whether any of it was signed by the node's key. A fork that only this brings to light a person has settled already:
// its box had noticed it, and nobody telephones twice for one.
Result<bool> Receiver::store(Accepted& request, std::int64_t now_ms, const Node& node, bool settled) {
  bool fresh = false, proven = false;
  for (auto& batch : request.batches) {
    TRY(auto savepoint, sqlite::Savepoint::begin(files_->inbox));
    auto stored = store_batch(batch, node, now_ms);
    if (stored) {
      TRY_VOID(savepoint.release());
      fresh |= *stored;
      proven = true;
    } else if (of_the_store(stored.error().code)) {
      return tl::unexpected<Error>(stored.error());
    } else {
      request.refused.push_back({batch.run.after, std::string(name_of(stored.error().code))});
    }
  }
  if (fresh) {
    TRY(bool forked, Inbox(files_->inbox).forked(node.name));
    const auto& end = request.batches.back().run.after;
    if (forked && settled) TRY_VOID(Nodes(files_->inbox).settle_forks(node.name));
    if (forked && !settled)
      TRY_VOID(Nodes(files_->inbox).note_fork(node.name, end.epoch + "/" + std::to_string(end.seq)));
  }
  return proven;
}

// Before the batches: what goes on from before something lost is no fork. And after them: what came from beyond it may
// be among them. One that does not hold is left alone; its box says it again.
Result<void> Receiver::take_gone(const exchange::Request& request, const Node& node, std::int64_t now_ms) {
  if (request.gone.empty()) return {};
  TRY(auto keys, Nodes(files_->inbox).keys_of(node.name));
  for (const auto& signer : keys) {
    TRY(auto key, seal::parse_verifying_key(signer));
    auto text = seal::open_note(request.gone, key);
    auto gone = text ? exchange::parse_gone(*text) : tl::unexpected<Error>(text.error());
    if (!gone || gone->node != node.name) continue;
    for (const auto& gap : gone->gaps)
      TRY_VOID(Inbox(files_->inbox).bridge(node.name, signer, place(gap.kept), place(gap.next), now_ms));
    return {};
  }
  return {};
}

// How far the epochs that it names are covered by a copy elsewhere (P12).
Result<std::vector<exchange::SafeMark>> Receiver::safe(const exchange::Request& request) {
  std::vector<exchange::SafeMark> marks;
  if (!request.safe) return marks;
  for (const auto& point : request.known) {
    TRY(auto seq, Inbox(files_->inbox).safe(request.node, point.epoch));
    if (seq > 0) marks.push_back({point.epoch, seq});
  }
  return marks;
}

Result<std::vector<exchange::Point>> Receiver::receipts(const exchange::Request& request) {
  std::vector<std::string> epochs;
  for (const auto& point : request.known) epochs.push_back(point.epoch);
  for (const auto& batch : request.batches) epochs.push_back(batch.run.after.epoch);
  std::sort(epochs.begin(), epochs.end());
  epochs.erase(std::unique(epochs.begin(), epochs.end()), epochs.end());
  std::vector<exchange::Point> points;
  for (const auto& epoch : epochs) {
    TRY(auto row, Inbox(files_->inbox).epoch(request.node, epoch));
    exchange::Point point{epoch, row ? row->received.seq : 0, row ? row->received.hash : seal::Digest{}};
    bool told = std::any_of(request.known.begin(), request.known.end(), [&](const exchange::Point& known) {
      return known == point || (!row && known.epoch == epoch && known.seq == 0);
    });
    if (!told) points.push_back(std::move(point));
  }
  if (points.size() > exchange::epochs_max) points.resize(exchange::epochs_max);
  return points;
}

Result<void> Receiver::tell_safe(const exchange::Request& request, const Node& node, exchange::Answer& answer) {
  if (!request.safe) return {};
  TRY(answer.safe, safe(request));
  TRY(auto feed, Records(files_->records).meta(meta_safe_of(office_feed(node.office))));
  if (!feed.empty()) answer.safe_at = std::stoull(feed);
  return {};
}

// While several batches are on their way one may be here before what it goes on from; its box knows that.
Result<void> Receiver::tell_lost(const exchange::Request& request, exchange::Answer& answer) {
  if (request.answer_bytes_max == 0) return {};
  TRY(auto missing, Inbox(files_->inbox).missing(request.node, exchange::epochs_max));
  for (auto& place : missing) answer.lost.push_back({std::move(place.epoch), place.seq, place.hash});
  return {};
}

Result<std::string> Receiver::answer(const Accepted& request, int level_max) {
  TRY(auto node, Nodes(files_->inbox).get(request.node));
  if (!node) return fail(Code::not_enrolled, {{"node", request.node}});
  exchange::Answer answer;
  TRY(answer.receipts, receipts(request));
  TRY_VOID(tell_safe(request, *node, answer));
  TRY_VOID(tell_lost(request, answer));
  answer.refused = request.refused;
  answer.fork = !node->fork.empty() || request.of_other;
  Down down(*files_, *node, request);
  return down.packed(std::move(answer), *keys_, level_max);
}

}  // namespace karvan::central
