#pragma once
#include <memory>
#include <vector>

#include "storage/model/op.h"
#include "storage/seal/hash.h"
#include "sync/central/reconcile/listing.h"
#include "sync/central/reconcile/met.h"
#include "sync/central/store/inbox.h"
#include "sync/rules/context.h"

namespace karvan::central {

// What an operation comes to where nothing stands on its record yet, and nobody else asks for the same.
struct Foreseen {
  model::Verdict verdict;
  Projection rows;       // of the record after it
  std::string identity;  // of whom it is for (rules::identity_of)
};

// What an operation says.
struct Reading {
  model::Op op;
  seal::Digest digest{};  // of its line
  // Of one that begins an application and hangs on nothing else; `op` then keeps its answers no more. Else it is judged
  // when its turn comes.
  std::unique_ptr<const Foreseen> foreseen = {};
};

// Lines that are settled together, each read before its turn: that hangs on the line alone.
struct Slice {
  std::vector<InboxLine> lines;
  std::vector<Result<Reading>> readings;
  bool read = false;  // else each is read for itself
};

Result<Reading> read(const InboxLine& line);
// By what was met before. Like `read` for any thread.
void foresee(const Node& node, const InboxLine& line, const Met& met, Result<Reading>& reading);

// The service that an operation is about, and the day at its desk. Nobody writes after it was received.
rules::Context context_at(const catalogue::Service* service, const model::Op& op, std::int64_t received_ms);

}  // namespace karvan::central
