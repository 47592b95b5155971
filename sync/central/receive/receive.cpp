#include "sync/central/receive/receive.h"

#include <algorithm>

#include "sync/central/receive/down.h"
#include "sync/exchange/codec.h"

namespace karvan::central {
namespace {

Place place(const exchange::Point& point) { return {point.epoch, point.seq, point.hash}; }
Place place(const std::optional<exchange::Point>& point) { return point ? place(*point) : Place{}; }

Verse verse(const std::string& node, const exchange::Batch& batch, const exchange::Verified& verified) {
  return {node, place(batch.run.after), place(batch.run.prior), batch.run.lines, verified.hashes};
}

std::string text_of(const exchange::Head& head) { return head.at.epoch + "/" + std::to_string(head.at.seq); }

}  // namespace

Result<exchange::Request> Receiver::accept(std::string_view node, std::string_view body, std::int64_t now_ms) {
  TRY(auto request, exchange::decode_request(body));
  TRY(auto known, Nodes(files_->inbox).get(node));
  if (!known || request.node != node) return fail(Code::not_enrolled, {{"node", request.node}});
  TRY(auto key, seal::parse_verifying_key(known->head_key));
  std::vector<exchange::Verified> verified;
  for (const auto& batch : request.batches) {
    TRY(auto one, exchange::verify(batch, node, key));
    verified.push_back(std::move(one));
  }
  TRY_VOID(in_transaction(files_->inbox, [&] { return store(request, verified, now_ms); }));
  return request;
}

Result<void> Receiver::store(const exchange::Request& request, const std::vector<exchange::Verified>& verified,
                             std::int64_t now_ms) {
  Inbox inbox(files_->inbox);
  Nodes nodes(files_->inbox);
  bool fresh = false;
  for (std::size_t i = 0; i < verified.size(); ++i) {
    TRY(auto stored, inbox.store(verse(request.node, request.batches[i], verified[i]), now_ms));
    if (stored == Stored::forked) TRY_VOID(nodes.note_fork(request.node, text_of(verified[i].head)));
    fresh |= stored == Stored::fresh;
  }
  if (fresh) {
    TRY(bool forked, inbox.find_parents(request.node));
    if (forked) TRY_VOID(nodes.note_fork(request.node, text_of(verified.back().head)));
  }
  return nodes.seen(request.node, now_ms);
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

Result<std::string> Receiver::answer(const exchange::Request& request) {
  TRY(auto node, Nodes(files_->inbox).get(request.node));
  if (!node) return fail(Code::not_enrolled, {{"node", request.node}});
  exchange::Answer answer;
  TRY(answer.receipts, receipts(request));
  answer.fork = !node->fork.empty();
  Down down(*files_, *node, request);
  TRY_VOID(down.fill(answer));
  TRY(auto checkpoint, down.checkpoint());
  answer.checkpoint = seal::sign_note(exchange::write_checkpoint(checkpoint), keys_->signing);
  std::string plain = exchange::write_answer(answer);
  constexpr std::size_t small_bytes = 64 << 10;
  return exchange::pack(plain, plain.size() <= small_bytes ? 19 : 9);
}

}  // namespace karvan::central
