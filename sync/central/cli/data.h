#pragma once
#include <string>

#include "storage/seal/age.h"
#include "sync/central/api/house.h"
#include "sync/central/store/files.h"

namespace karvan::central {

// The folder of a centre: vault.json (the keys behind a passphrase), inbox.db, records.db.
//
// Makes one: folder (mode 0700), keys, both files with this cipher, this life's epoch, the centre as the author of its
// own operations.
// exists_already where there is one; passphrase_short for one of fewer than 12 characters.
Result<void> make_data(const std::string& folder, const std::string& name, std::string_view passphrase,
                       const seal::Entropy& entropy, std::int64_t now_ms,
                       sqlite::Cipher cipher = sqlite::Cipher::aegis);

// Opens the vault and gives what a running centre needs; `log` is left to the caller. key_missing, key_wrong.
Result<House> open_data(const std::string& folder, std::string_view passphrase, const seal::Entropy& entropy);

// The identity that opens what the nodes have sealed; a serving centre has only its public half.
Result<seal::AgeIdentity> open_identity(const std::string& folder, std::string_view passphrase);

inline constexpr std::string_view meta_name = "name";  // of the centre, for people

}  // namespace karvan::central
