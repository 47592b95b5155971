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

bool Bits::keep(const Bits& others) {
  std::uint64_t all = 0;
  for (std::size_t i = 0; i < words_.size(); ++i) all |= words_[i] &= others.words_[i];
  return all != 0;
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
  std::uint64_t next = 0;  // the first offset that may be there
  for (std::size_t i = 0; i < blob.size(); ++i) {
    std::uint64_t byte = static_cast<unsigned char>(blob[i]), step = byte & 0x7f;
    for (unsigned shift = 7; byte & 0x80; shift += 7) {
      if (++i == blob.size() || shift > 14) return;
      byte = static_cast<unsigned char>(blob[i]);
      step |= (byte & 0x7f) << shift;
    }
    next += step;
    if (next >= static_cast<std::uint64_t>(block_documents)) return;
    words_[next / 64] |= std::uint64_t{1} << (next % 64);
    ++next;
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
