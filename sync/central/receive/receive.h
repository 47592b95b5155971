#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "sync/central/receive/keys.h"
#include "sync/central/store/feeds.h"
#include "sync/central/store/files.h"
#include "sync/central/store/inbox.h"
#include "sync/central/store/nodes.h"
#include "sync/exchange/exchange.h"

namespace karvan::central {

// One round with a node, in two halves, so that what was received can be reconciled between them:
//
//   TRY(auto request, receiver.accept("bus-01", body, now));   // verified, stored, durable
//   reconciler.step(...);                                      // as much as there is time for
//   TRY(auto body, receiver.answer(request, now));             // receipts and feeds
//
// Accepting verifies chain, signature and size, and refuses for nothing else: what an operation says is looked at when
// it is reconciled. Sending a batch again is a no-op with the same receipt (P10). One thread; no clock of its own.
class Receiver {
 public:
  Receiver(Files& files, const Keys& keys) : files_(&files), keys_(&keys) {}

  // `node`: whose certificate the connection showed. Errors: not_enrolled (nobody of that name, or a request in
  // another's), signature_wrong, chain_broken, body_too_large, malformed, version_unknown; then nothing was stored.
  // A revoked node's work is taken too; the reconciler sets it aside.
  Result<exchange::Request> accept(std::string_view node, std::string_view body, std::int64_t now_ms);

  // Writes nothing. The packed body of the answer.
  Result<std::string> answer(const exchange::Request& request);

 private:
  Result<void> store(const exchange::Request& request, const std::vector<exchange::Verified>& verified,
                     std::int64_t now_ms);
  Result<std::vector<exchange::Point>> receipts(const exchange::Request& request);
  Files* files_;
  const Keys* keys_;
};

// The names of what the records file says of the centre itself (Records::meta).
inline constexpr std::string_view meta_centre_epoch = "centre_epoch";  // this life of the centre
inline constexpr std::string_view meta_fleet = "fleet";                // number of the fleet state

}  // namespace karvan::central
