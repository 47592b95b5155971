#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/central/receive/keys.h"
#include "sync/central/store/feeds.h"
#include "sync/central/store/files.h"
#include "sync/central/store/inbox.h"
#include "sync/central/store/meta.h"
#include "sync/central/store/nodes.h"
#include "sync/exchange/exchange.h"
#include "sync/exchange/pace.h"

namespace karvan::central {

// A request whose batches were taken, but for those that are `refused`.
struct Accepted : exchange::Request {
  std::vector<exchange::Refused> refused;
  bool of_other = false;  // of a box that does not stay after a fork: nothing is lent to it (speaker.h)
};

// How a request came. By network its box is there to be answered at once.
enum class Way { network, stick };

// Takes in what a box hands back of what this centre once signed to it (Request::tail); the errors are the store's.
using AdmitTail =
    std::function<Result<void>(const Node& node, const std::vector<exchange::Tail>& tail, std::int64_t now_ms)>;

// One round with a node, in two halves, so that what was received can be reconciled between them:
//
//   TRY(auto request, receiver.accept("bus-01", body, now));   // verified, stored, durable
//   reconciler.step(...);                                      // as much as there is time for
//   TRY(auto body, receiver.answer(request));                  // receipts and feeds
//
// Accepting verifies chain, signature and size, and refuses for nothing else: what an operation says is looked at when
// it is reconciled. A batch that does not verify is refused alone, and the answer says so. Sending a batch again is a
// no-op with the same receipt (P10). One thread; no clock of its own.
class Receiver {
 public:
  // `admit` has what was handed back before the batches beside it are stored: whoever judges them, at once perhaps,
  // knows their causes then. Without it the request keeps its tail.
  Receiver(Files& files, const Keys& keys, AdmitTail admit = {})
      : files_(&files), keys_(&keys), admit_(std::move(admit)) {}

  // `node`: whose certificate the connection showed. Errors: not_enrolled (nobody of that name, or a request in
  // another's), body_too_large, malformed, version_unknown; then nothing was stored. A revoked node's work is taken
  // too, and that of a box which was replaced: the reconciler sets aside what does not count.
  // By network the batches of a box that does not know of a restore yet are refused as busy, unread: what they rest on
  // has to be handed back first. A stick may be all that is left of its box, and is taken.
  Result<Accepted> accept(std::string_view node, std::string_view body, std::int64_t now_ms, Way way = Way::network);

  // Writes nothing. The packed body of the answer; what it says does not hang on how hard it is packed.
  Result<std::string> answer(const Accepted& request, int level_max = exchange::thorough_level);

 private:
  Result<bool> of_another_life(const exchange::Request& request);
  static void put_off(Accepted& request);
  Result<Verse> verify(exchange::Batch& batch, const Node& node);
  Result<bool> store(Accepted& request, std::int64_t now_ms, const Node& node, bool settled);
  Result<void> take_gone(const exchange::Request& request, const Node& node, std::int64_t now_ms);
  Result<bool> store_batch(exchange::Batch& batch, const Node& node, std::int64_t now_ms);
  Result<std::vector<exchange::Point>> receipts(const exchange::Request& request);
  Result<std::vector<exchange::SafeMark>> safe(const exchange::Request& request);
  Result<void> tell_safe(const exchange::Request& request, const Node& node, exchange::Answer& answer);
  Result<void> tell_lost(const exchange::Request& request, exchange::Answer& answer);
  Files* files_;
  const Keys* keys_;
  AdmitTail admit_;
};

inline constexpr std::int64_t seen_each_ms = 60'000;  // how often an idle node's being there is written down

}  // namespace karvan::central
