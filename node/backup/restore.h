#pragma once
#include <string>

#include "node/backup/check.h"

namespace karvan::backup {

// Makes a box's folder of a copy, whole or not at all; the copy stays as it is. Attachments that are not what they were
// are left out and told in `damaged` and `lacking`: a scan can be made again, a box that stands still serves nobody.
// The store has a key of its own (Box::renew). What the lost box did after the copy was made is unknown, so the
// restored one may issue no number and move no money (P5, P6): it bears a mark (store::restored_kind) with which its
// first start opens an epoch that names the copied head, gives its leases back and stops numbers and money as after a
// fork, until headquarters has said over the telephone which box is the node (P7).
//
// Errors: folder_not_empty; malformed (`folder` lies in the copy); those of check_copy; disk_full, io_failed.
Result<Copy> restore(const std::string& from, const std::string& folder, const Box& box);

}  // namespace karvan::backup
