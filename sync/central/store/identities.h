#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sync/central/store/files.h"

namespace karvan::central {

// For whom each application is, as a keyed hash of rules::identity_of: a table that tells two of one person, and
// nothing else to whoever has not the vault. In the records file; callers wrap writes in a transaction.
class Identities {
 public:
  explicit Identities(Files& files) : files_(&files) {}
  // An empty identity: it is not known, or is looked for no more.
  Result<void> put(std::string_view office, std::string_view record, std::string_view identity);
  // RecordId texts of others of the same person with the same service, of all offices, at most `alike_max`:
  // the last of them in order of ids.
  Result<std::vector<std::string>> alike(std::string_view record, std::string_view identity);

 private:
  std::string digest_of(std::string_view identity) const;
  Files* files_;
};

inline constexpr std::size_t alike_max = 16;

}  // namespace karvan::central
