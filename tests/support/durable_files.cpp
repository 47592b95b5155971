#include "tests/support/durable_files.h"

#include <algorithm>

#include "tests/support/scratch.h"

namespace karvan::test {

Kept Kept::by_chance(std::uint64_t seed) {
  Kept kept;
  kept.seed_ = seed;
  kept.chance_ = true;
  return kept;
}

bool Kept::operator()(std::size_t change) const {
  if (!chance_) return each_ > 0 && change % each_ == 0;
  // splitmix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014): one bit of its number.
  std::uint64_t z = seed_ * 0x9e3779b97f4a7c15 + change + 1;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return ((z ^ (z >> 31)) & 1) != 0;
}

void DurableFile::wrote(std::uint64_t at, std::string_view bytes) {
  by_pages(at, bytes, [&](std::uint64_t start, std::string_view page) {
    pending_.push_back({start, written_.size(), page.size()});
    written_ += page;
  });
}

void DurableFile::truncated(std::uint64_t size) { pending_.push_back({size, 0, 0}); }

void DurableFile::synced(bool succeeded, Kept part) { apply_pending(succeeded ? Kept(1) : part); }

const std::string& DurableFile::cut_power(Kept kept) {
  apply_pending(kept);
  return durable_;
}

void DurableFile::apply_pending(Kept kept) {
  for (std::size_t i = 0; i < pending_.size(); ++i)
    if (kept(i)) apply(pending_[i]);
  pending_.clear();
  written_.clear();
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

void DurableFiles::cut_power(Kept kept) {
  for (auto& [path, file] : files_) write_bytes(path, file.cut_power(kept));
}

}  // namespace karvan::test
