#pragma once
#include <string>

#include "node/backup/check.h"

namespace karvan::backup {

// Copies a box's folder into a new one, all of it or nothing, while its node serves: over a connection of its own that
// only reads, so that the core waits for nothing but what it waits for anyway. What is committed when the copy begins
// is in it. Attachments that were removed since, or are not what their name says, are listed as absent. The copy is
// read through before it gets its name.
//
// `made`: civil time, for the manifest. Errors: not_enrolled (no vault there); malformed (`to` lies in the folder, and
// would go with it); folder_not_empty; key_wrong; disk_full, io_failed, database_damaged; copy_damaged where what was
// written does not read back.
Result<Copy> make_backup(const std::string& folder, const std::string& to, const std::string& made, const Box& box);

}  // namespace karvan::backup
