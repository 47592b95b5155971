#include "tests/support/memory_file.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace karvan::test {
namespace {

constexpr std::size_t grown_least = 1 << 18;

}  // namespace

void MemoryFile::note(std::uint64_t at, std::size_t size) {
  const std::uint64_t end = size == 0 ? bytes_.size() : std::min<std::uint64_t>(at + size, bytes_.size());
  const std::size_t taken = end > at ? end - at : 0;
  changes_.push_back({at, size, bytes_.size(), taken_.size(), taken});
  if (end == bytes_.size() && size == 0 && at == 0 && taken_.empty()) return taken_.swap(bytes_);  // all of it goes
  taken_.append(bytes_, std::min<std::size_t>(at, bytes_.size()), taken);
}

void MemoryFile::write(std::uint64_t at, std::string_view bytes) {
  by_pages(at, bytes, [&](std::uint64_t start, std::string_view page) { write_page(start, page); });
}

void MemoryFile::write_page(std::uint64_t at, std::string_view bytes) {
  if (apart_)
    apart_->wrote(at, bytes);
  else
    note(at, bytes.size());
  // A log grows anew after each start: it is not to be copied at each step of that.
  if (at + bytes.size() > bytes_.capacity())
    bytes_.reserve(std::max<std::size_t>(4 * (at + bytes.size()), grown_least));
  if (at > bytes_.size()) bytes_.resize(at);
  const auto over = std::min<std::size_t>(bytes.size(), bytes_.size() - at);
  bytes_.replace(at, over, bytes.substr(0, over));
  bytes_.append(bytes.substr(over));
}

void MemoryFile::truncate(std::uint64_t size) {
  if (apart_)
    apart_->truncated(size);
  else
    note(size, 0);
  bytes_.resize(size);
}

void MemoryFile::undo(const Change& change) {
  bytes_.resize(change.size_before);
  bytes_.replace(change.at < bytes_.size() ? change.at : bytes_.size(), change.taken, taken_, change.from,
                 change.taken);
}

void MemoryFile::forget_changes() {
  changes_.clear();
  taken_.clear();
}

void MemoryFile::synced(bool succeeded, Kept part) {
  if (!apart_ && (succeeded || changes_.empty())) return forget_changes();
  if (!apart_) {
    auto read = bytes_;
    cut_power(part);
    apart_.emplace(std::exchange(bytes_, std::move(read)));
    return;
  }
  apart_->synced(succeeded, part);
  if (apart_->durable() == bytes_) apart_.reset();
}

void MemoryFile::cut_power(Kept chosen) {
  if (apart_) {
    bytes_ = apart_->cut_power(chosen);
    return apart_.reset();
  }
  struct Stays {
    const Change* change;
    std::string bytes;
  };
  std::vector<Stays> kept;  // the last first
  for (auto i = changes_.size(); i-- > 0;) {
    const auto& change = changes_[i];
    if (chosen(i)) kept.push_back({&change, bytes_.substr(change.at, change.size)});
    undo(change);
  }
  for (auto each = kept.rbegin(); each != kept.rend(); ++each) {
    const auto& [change, bytes] = *each;
    bytes_.resize(change->size == 0 ? change->at : std::max<std::uint64_t>(bytes_.size(), change->at + change->size));
    bytes_.replace(change->at, change->size, bytes);
  }
  forget_changes();
}

void MemoryFile::put(std::string bytes) {
  forget_changes();
  apart_.reset();
  bytes_ = std::move(bytes);
}

}  // namespace karvan::test
