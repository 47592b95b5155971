#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "storage/model/error.h"

// What a copy of a folder is made of, file by file. Errors of all: not_found, exists_already (nothing is ever
// overwritten), disk_full, io_failed; `where` is the path.
namespace karvan::copies {

// What a file's bytes are known by.
struct Digest {
  std::string sha256;  // hex
  std::uint64_t bytes = 0;
  bool operator==(const Digest&) const = default;
};

// Reads the whole file, a piece at a time.
Result<Digest> digest_of(const std::string& path);
// A new file with the bytes of another, for its owner alone (mode 0600), durable but for its name (files::sync_folder).
// Says what was written. A copy that fails leaves nothing.
Result<Digest> copy_file(const std::string& from, const std::string& to);
// The same, of these bytes.
Result<Digest> write_file(const std::string& to, std::string_view bytes);

// Whether `path` is the folder or lies in it, however both are written.
bool lies_in(const std::string& path, const std::string& folder);

}  // namespace karvan::copies
