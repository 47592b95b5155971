#pragma once
#include <cstdint>

#include "storage/vault/slot.h"

// A slot as it stands in vault.json (vault_text.h).
namespace karvan::vault {

json::object to_json(const Slot& slot);

// `version`: of the file. One of version 1 gets the id that its own bytes give, the same at each reading. Errors:
// database_damaged and those of JSON.
Result<Slot> read_slot(const json::object& object, std::int64_t version);

}  // namespace karvan::vault
