#include "sync/exchange/exchange.h"

#include <algorithm>

#include "sync/exchange/codec.h"
#include "sync/exchange/wire.h"

namespace karvan::exchange {
namespace {

constexpr std::uint64_t seconds_max = 10;
constexpr std::uint64_t slow_bytes_per_second = 8'000;  // 64 kbit/s
constexpr std::size_t budget_min = 4 << 10;
constexpr std::size_t budget_max = 8 << 20;

Batch seal_batch(const std::string& node, Run part, const Point& end, const seal::SigningKey& key) {
  std::string note = write_head(Head{node, end, part.prior});
  return Batch{std::move(part), seal::sign_note(note, key)};
}

// Takes lines of `run` from `from` on, as many as a batch and the budget hold, but always one of the whole request.
// `at` goes along.
Run cut(Run& run, Point& at, std::size_t from, std::size_t& budget, bool first) {
  Run part{at, run.prior, {}};
  for (std::size_t i = from; i < run.lines.size() && part.lines.size() < ops_in_batch_max; ++i) {
    std::size_t size = run.lines[i].size() + 1;
    bool forced = first && part.lines.empty();
    if (size > budget && !forced) break;
    budget -= std::min(size, budget);
    at.hash = run.hashes.empty() ? seal::chain(at.hash, digest_of_line(run.lines[i])) : run.hashes[i];
    ++at.seq;
    part.lines.push_back(std::move(run.lines[i]));
  }
  return part;
}

}  // namespace

std::size_t budget_bytes(std::uint64_t bytes_per_second) {
  std::uint64_t rate = bytes_per_second == 0 ? slow_bytes_per_second : bytes_per_second;
  return std::clamp<std::uint64_t>(std::min<std::uint64_t>(rate, budget_max) * seconds_max, budget_min, budget_max);
}

Request build(Outbox outbox, const seal::SigningKey& key) {
  Request request;
  request.node = outbox.node;
  request.cursors = outbox.cursors;
  request.known = outbox.known;
  request.want = outbox.want;
  request.patches = outbox.patches;
  std::size_t budget = outbox.bytes_max > 0 ? outbox.bytes_max : budget_bytes(outbox.bytes_per_second);
  for (auto& run : outbox.runs) {
    Point at = run.after;
    for (std::size_t from = 0; from < run.lines.size();) {
      if (request.batches.size() == batches_max) return request;
      Run part = cut(run, at, from, budget, request.batches.empty());
      if (part.lines.empty()) return request;
      from += part.lines.size();
      request.batches.push_back(seal_batch(outbox.node, std::move(part), at, key));
    }
  }
  return request;
}

Result<Received> read(std::string_view body, const Request& asked, const seal::VerifyingKey& centre) {
  Received received;
  TRY(received.answer, decode_answer(body));
  TRY(auto text, seal::open_note(received.answer.checkpoint, centre));
  TRY(received.checkpoint, parse_checkpoint(text));
  if (received.checkpoint.node != asked.node) return fail(Code::signature_wrong, {}, "checkpoint of another node");
  const std::string& known = asked.cursors.centre_epoch;
  received.centre_changed = !known.empty() && known != received.checkpoint.centre_epoch;
  return received;
}

Result<Verified> verify(const Batch& batch, std::string_view node, const seal::VerifyingKey& key) {
  TRY(auto text, seal::open_note(batch.head, key));
  Verified verified;
  TRY(verified.head, parse_head(text));
  const Run& run = batch.run;
  const Head& head = verified.head;
  if (head.node != node) return fail(Code::signature_wrong, {}, "head of another node");
  bool fits = !run.lines.empty() && head.at.epoch == run.after.epoch && head.prior == run.prior &&
              head.at.seq == run.after.seq + run.lines.size();
  seal::Digest start = run.prior ? run.prior->hash : seal::Digest{};
  if (!fits || (run.after.seq == 0 && run.after.hash != start)) return fail(Code::chain_broken, {}, head.at.epoch);
  seal::Digest hash = run.after.hash;
  for (const auto& line : run.lines) {
    if (line.size() > line_bytes_max) return fail(Code::body_too_large, {}, "line");
    verified.hashes.push_back(hash = seal::chain(hash, digest_of_line(line)));
  }
  if (hash != head.at.hash) return fail(Code::chain_broken, {}, head.at.epoch);
  return verified;
}

}  // namespace karvan::exchange
