#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sqlite/database.h"

namespace karvan::central {

// One node's upload of a sealed attachment. The same file may come from two nodes; what is whole is one file.
struct UploadRow {
  std::string node;
  std::string hash;          // hex SHA-256 of the sealed file, by which it is known everywhere
  std::uint64_t size = 0;    // of the sealed file
  std::uint64_t offset = 0;  // so much of it is durable here
  bool whole = false;        // verified, under its name in the folder of attachments
  std::int64_t begun_ms = 0, changed_ms = 0;
};

struct Arrived {
  std::uint64_t mark = 0;  // to ask from next time
  std::vector<std::string> hashes;
};

// Which attachments are here. In the inbox file; callers wrap writes in a transaction. The files themselves are the
// receiver's (sync/central/receive/upload.h).
class Attachments {
 public:
  explicit Attachments(sqlite::Database& inbox) : db_(&inbox) {}

  // P11: all of it is here and is what its hash names.
  Result<bool> present(std::string_view hash);
  // Files that became whole after `mark` (0: ever), in that order.
  Result<Arrived> arrived_since(std::uint64_t mark, std::size_t limit);

  Result<std::optional<UploadRow>> get(std::string_view node, std::string_view hash);
  Result<void> begin(const UploadRow& row);  // new, or once more from the start
  Result<void> move(std::string_view node, std::string_view hash, std::uint64_t offset, std::int64_t now_ms);
  // It is whole, from whichever node it came.
  Result<void> arrive(std::string_view node, std::string_view hash, std::int64_t now_ms);
  Result<void> forget(std::string_view node, std::string_view hash);
  Result<std::vector<UploadRow>> unfinished_since(std::int64_t before_ms);  // that nobody went on with since then
  Result<std::uint64_t> count_unfinished(std::string_view node);
  // Bytes that uploads have been promised, whole ones included.
  Result<std::uint64_t> promised_bytes();

 private:
  sqlite::Database* db_;
};

}  // namespace karvan::central
