#pragma once
#include <cstdint>
#include <ostream>
#include <string>

#include "node/ports/unlock.h"
#include "storage/seal/entropy.h"

// Copies of a box's folder, as commands (node/backup does the work). What they say goes to `out`; errors are those of
// make_backup, check_copy, restore and the opener, which is asked once.
namespace karvan::ports {

// Beside a serving node: takes no lock. Whatever opens the box opens the copy; one that this machine's TPM alone could
// open says so.
Result<void> make_copy(const std::string& folder, const std::string& to, const Opener& opener, std::int64_t now_ms,
                       std::ostream& out);

struct KeptCopy {
  std::string folder;
  std::string vault = {};  // opened in the place of the copy's own: as headquarters gave it back. Empty: the copy's
};
// Says what stands and until when, also where attachments do not: then copy_damaged.
Result<void> verify_copy(const KeptCopy& copy, const Opener& opener, std::ostream& out);
// Into `folder`. restored_in_part {files}: the box is there, but for attachments that the copy has not whole; `out`
// tells of which applications, and what to do.
Result<void> restore_copy(const KeptCopy& copy, const std::string& folder, const Opener& opener,
                          const seal::Entropy& entropy, std::ostream& out);

}  // namespace karvan::ports
