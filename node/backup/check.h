#pragma once
#include <string>
#include <vector>

#include "node/backup/box.h"
#include "node/backup/manifest.h"

namespace karvan::backup {

// A file that a copy has not, or not as it was, and where it belongs.
struct Lacking {
  std::string of;        // draft's or application's id
  std::string question;  // that it answers
  std::string hash;
  bool there = false;  // the centre has it whole
  bool operator==(const Lacking&) const = default;
};

// A copy that was looked through.
struct Copy {
  Manifest manifest;
  std::string vault;                         // its text
  std::vector<Listed> attachments;           // as the copy has them
  std::vector<std::string> absent, damaged;  // hashes
  std::vector<Lacking> lacking;              // those two, by what they belong to
};

// Reads all of it and writes nothing, so that the medium may be write-protected: the manifest's signature, each file
// against its hash, every page of the database, its structure and its chain up to the head that the manifest names, and
// each attachment against its name. Attachments that are not what they were are told in `damaged`; all else is an
// error: copy_damaged with what it is in `where`; key_wrong and what else `Box::unlock` gives; io_failed.
Result<Copy> check_copy(const std::string& folder, const Box& box);

// copy_damaged where an attachment is.
Result<void> sound(const Copy& copy);

}  // namespace karvan::backup
