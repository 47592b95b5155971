#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/op.h"
#include "storage/store/documents.h"
#include "storage/store/store.h"
#include "sync/exchange/exchange.h"

// What the centre has signed to this box, kept until it is safe there, and handed back to one that was restored. All
// that writes does so inside a transaction.
namespace karvan::core {

// Keeps what persons at headquarters said in an answer, with the note that the centre signed it with; until it is
// covered up to there. `centre`: the name in its key.
Result<void> keep_said(store::Documents documents, std::string_view centre, const exchange::Received& received);
Result<void> forget_said(store::Documents documents, const std::string& centre_epoch, std::uint64_t up_to);

// A word of headquarters was ordered away: of what is kept its digest alone stays, by which the others are still known
// for what was signed. One that holds a fact stays until a copy covers it (P9): a decision would be lost with its
// bytes.
Result<void> unsay(store::Documents documents, const model::OpId& op);

// From now on there is something to hand back.
Result<void> note_restored(store::Documents documents);
struct HandBack {
  bool due = false, whole = false;  // whole: nothing is left after it
  std::string last;
  std::vector<exchange::Tail> tail;
};
// From after what the centre has, or from after another `last`.
Result<HandBack> to_hand_back(store::Store& store, std::size_t bytes_max, const std::optional<std::string>& after = {});
Result<void> handed_back(store::Documents documents, const HandBack& back, const std::string& centre_epoch);

}  // namespace karvan::core
