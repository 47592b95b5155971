#pragma once
#include <string>

#include "storage/seal/age.h"
#include "sync/central/api/house.h"

// What `karvan-central` shows of a node's work, or takes out of the house.
namespace karvan::central {

// The signed note of a stop's day sheet, computed again from what the node has sent and verified with its key: the
// same bytes as at the node. not_found: the node has closed no stop on that date, or its closing has not come;
// chain_gap: what the sheet covers has not all come; signature_wrong: what was computed here is not what the node
// signed.
Result<std::string> day_sheet(const House& house, const std::string& node, const std::string& date);

// Writes an attachment, opened, to a new file, after its hash was verified (P11). malformed: no hash; not_found: it is
// not here, or not whole; seal_broken; exists_already.
Result<void> take_out_attachment(const House& house, const seal::AgeIdentity& identity, const std::string& hash,
                                 const std::string& path);

// The identity that opens every attachment, as Debian's `age -d -i` reads it, to a new file. exists_already.
Result<void> export_identity(const seal::AgeIdentity& identity, const std::string& path);

}  // namespace karvan::central
