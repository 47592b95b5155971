#include "tests/support/durable_files.h"

#include <algorithm>

#include "tests/support/scratch.h"

namespace karvan::test {

void DurableFile::wrote(std::uint64_t at, std::string_view bytes) {
  by_pages(at, bytes, [&](std::uint64_t start, std::string_view page) {
    pending_.push_back({start, written_.size(), page.size()});
    written_ += page;
  });
}

void DurableFile::truncated(std::uint64_t size) { pending_.push_back({size, 0, 0}); }

void DurableFile::synced(bool succeeded) {
  if (succeeded)
    for (const auto& change : pending_) apply(change);
  pending_.clear();
  written_.clear();
}

const std::string& DurableFile::cut_power(std::size_t keep_every) {
  for (std::size_t i = 0; keep_every > 0 && i < pending_.size(); i += keep_every) apply(pending_[i]);
  pending_.clear();
  written_.clear();
  return durable_;
}

void DurableFile::apply(const Change& change) {
  if (change.size == 0) {
    durable_.resize(change.at);
    return;
  }
  durable_.resize(std::max<std::size_t>(durable_.size(), change.at + change.size));
  std::copy_n(written_.begin() + static_cast<std::ptrdiff_t>(change.from), change.size,
              durable_.begin() + static_cast<std::ptrdiff_t>(change.at));
}

void DurableFiles::cut_power(std::size_t keep_every) {
  for (auto& [path, file] : files_) write_bytes(path, file.cut_power(keep_every));
}

}  // namespace karvan::test
