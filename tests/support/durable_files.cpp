#include "tests/support/durable_files.h"

#include <algorithm>
#include <filesystem>

#include "tests/support/scratch.h"

namespace karvan::test {

void DurableFiles::wrote(const std::string& path, std::uint64_t at, std::string_view bytes) {
  if (!bytes.empty()) files_[path].pending.push_back({at, std::string(bytes)});
}

void DurableFiles::truncated(const std::string& path, std::uint64_t size) {
  files_[path].pending.push_back({size, {}});
}

void DurableFiles::synced(const std::string& path, bool succeeded) {
  auto& file = files_[path];
  if (succeeded)
    for (const auto& change : file.pending) apply(file.durable, change);
  file.pending.clear();
}

void DurableFiles::cut_power(std::size_t keep_every) {
  for (auto& [path, file] : files_) {
    for (std::size_t i = 0; i < file.pending.size(); ++i)
      if (keep_every > 0 && i % keep_every == 0) apply(file.durable, file.pending[i]);
    file.pending.clear();
    write_bytes(path, file.durable);
  }
}

void DurableFiles::apply(std::string& file, const Change& change) {
  if (change.bytes.empty()) {
    file.resize(change.at);
    return;
  }
  file.resize(std::max(file.size(), change.at + change.bytes.size()));
  std::copy(change.bytes.begin(), change.bytes.end(), file.begin() + static_cast<std::ptrdiff_t>(change.at));
}

}  // namespace karvan::test
