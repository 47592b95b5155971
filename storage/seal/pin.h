#pragma once
#include <string>
#include <string_view>

#include "storage/seal/argon2.h"
#include "storage/seal/entropy.h"

// A PIN is short, so its hash must be slow. Where the hash itself leaks, six digits fall in a day: the hash lives only
// in the encrypted store, and wrong tries are counted by who calls.
namespace karvan::seal {

constexpr Argon2Cost pin_cost{2, 19 * 1024};

// PHC string "$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH". Some 30 ms and 19 MiB: for the slow thread.
std::string hash_pin(std::string_view pin, const Entropy& entropy, const Argon2Cost& cost = pin_cost);

// False also for a hash that cannot be read or whose cost is out of bounds.
bool verify_pin(std::string_view pin, std::string_view hash);

}  // namespace karvan::seal
