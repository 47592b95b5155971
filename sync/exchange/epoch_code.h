#pragma once
#include <string>
#include <string_view>

#include "storage/seal/entropy.h"
#include "storage/seal/note.h"

// After a fork (P7) a person at headquarters decides which of the boxes is the node, and says so over the telephone:
// the box shows a challenge, the centre makes the code to it, and with that the box opens a new epoch and issues again.
// Only the node's key and the centre's make the code, and only for this challenge: it helps no copy of the box.
namespace karvan::exchange {

// Eight digits: "0742-9913".
std::string make_epoch_challenge(const seal::Entropy& entropy);

// Twelve digits: "4471-0032-8856". `own` and `other`: the node's key and the centre's, whichever side asks. Malformed:
// no challenge; blanks and hyphens do not matter.
Result<std::string> epoch_code(const seal::SigningKey& own, const seal::VerifyingKey& other, std::string_view node,
                               std::string_view challenge);

// However it was written down.
bool same_epoch_code(std::string_view a, std::string_view b);

}  // namespace karvan::exchange
