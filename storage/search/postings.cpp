#include "storage/search/postings.h"

#include <bit>
#include <cstring>

namespace karvan::search {

static_assert(std::endian::native == std::endian::little, "bitmaps are written as they lie in memory");

bool Bits::any() const {
  std::uint64_t all = 0;
  for (const auto word : words_) all |= word;
  return all != 0;
}

void Bits::keep(const Bits& others) {
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= others.words_[i];
}

std::int64_t Bits::before(std::int64_t offset) const {
  if (offset <= 0) return -1;
  auto i = index(offset - 1);
  const auto below = static_cast<unsigned>((offset - 1) % 64);
  auto word = words_[i] & (~std::uint64_t{0} >> (63 - below));
  while (word == 0) {
    if (i == 0) return -1;
    word = words_[--i];
  }
  return static_cast<std::int64_t>(i) * 64 + 63 - std::countl_zero(word);
}

std::size_t Bits::count() const {
  std::size_t all = 0;
  for (const auto word : words_) all += static_cast<std::size_t>(std::popcount(word));
  return all;
}

void Bits::add(std::string_view blob) {
  if (blob.size() == bitmap_bytes) {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      std::uint64_t word = 0;
      std::memcpy(&word, blob.data() + 8 * i, 8);
      words_[i] |= word;
    }
    return;
  }
  std::int64_t offset = -1, step = 0;
  int shift = 0;
  for (const char c : blob) {
    const auto byte = static_cast<unsigned char>(c);
    step |= std::int64_t{byte & 0x7fu} << shift;
    shift += 7;
    if (byte & 0x80) {
      if (shift > 14) return;
      continue;
    }
    offset += step + 1;
    if (offset >= block_documents) return;
    set(offset);
    step = 0;
    shift = 0;
  }
}

std::string Bits::blob() const {
  std::string out;
  std::int64_t last = -1;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    for (auto word = words_[i]; word != 0; word &= word - 1) {
      const auto offset = static_cast<std::int64_t>(i) * 64 + std::countr_zero(word);
      auto step = static_cast<std::uint64_t>(offset - last - 1);
      last = offset;
      for (; step >= 0x80; step >>= 7) out += static_cast<char>(step | 0x80);
      out += static_cast<char>(step);
    }
    if (out.size() >= bitmap_bytes) break;
  }
  if (out.size() < bitmap_bytes) return out;
  out.resize(bitmap_bytes);
  std::memcpy(out.data(), words_.data(), bitmap_bytes);
  return out;
}

}  // namespace karvan::search
