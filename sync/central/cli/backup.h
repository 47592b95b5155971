#pragma once
#include <string>

#include "storage/model/json.h"
#include "sync/central/api/house.h"

namespace karvan::central {

// Copies the centre's folder into a new one in `into`, named after the time; another process may serve meanwhile. The
// copy is read through before it counts: every page of both files, and each attachment against its hash (those that the
// copy before it holds are linked, not copied again). Then the centre knows, for each node's epochs, how far the copy
// covers them, and tells the nodes, which may purge so much (P12). An operation whose attachment is not in the copy is
// not covered, nor what its box wrote after it.
//
// To restore: put the copy in the place of the folder and serve; the witness notices (witness.h).
// {folder, operations, files, files_missing, nodes}. malformed: `into` lies in the centre's folder, and would go
// with it; exists_already; database_damaged, disk_full, io_failed: nothing is called safe.
Result<json::object> make_backup(const House& house, const std::string& into);

}  // namespace karvan::central
