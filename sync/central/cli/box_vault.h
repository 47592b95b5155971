#pragma once
#include <cstdint>
#include <string>

#include "storage/model/json.h"
#include "storage/seal/age.h"
#include "storage/seal/entropy.h"

// What headquarters does for a box whose passphrase is lost: it opens the vault by the recovery slot and gives it a
// passphrase slot more. The master key is never shown, and leaves this program in no other form than in a slot.
namespace karvan::central {

// Of an identity file, as `karvan-central key export` and age-keygen write it: the first line that is no comment. It
// goes through locked memory. not_found, malformed.
Result<seal::AgeIdentity> read_identity(const std::string& path);

// {box, slot, file}: reads the vault at `from`, and writes it with a slot by `passphrase` more to the new file `to`.
// not_found, passphrase_short, exists_already; slot_missing, key_wrong: this identity has no slot; database_damaged.
// Those of the vault carry `of_a_box` (terminal.h), so that nobody takes them for the centre's own.
Result<json::object> open_box_vault(const seal::AgeIdentity& identity, const std::string& from, const std::string& to,
                                    std::string_view passphrase, const seal::Entropy& entropy, std::int64_t now_ms);

}  // namespace karvan::central
