#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "storage/search/dictionary.h"

// Which records have a word, as the index keeps it: a blob for each word, field and block of documents. A document is a
// record's row. One with few documents is their distances from each other in base 128, lowest part first, the high bit
// telling of more; one with many is a bit each, and fits a page of the file.
namespace karvan::search {

inline constexpr std::int64_t block_documents = 31'744;
inline constexpr std::size_t bitmap_bytes = block_documents / 8;

constexpr std::int64_t block_of(std::int64_t document) { return document / block_documents; }

// Key of a blob: word << 14 | field << 13 | block. All of a word's are in a run.
constexpr std::int64_t place_of(std::int64_t word, Field field, std::int64_t block) {
  return word << 14 | static_cast<std::int64_t>(field) << 13 | block;
}
inline constexpr std::int64_t blocks_max = 1 << 13;

// The documents of a block, a bit each.
class Bits {
 public:
  void clear() { words_ = {}; }
  void set(std::int64_t offset) { words_[index(offset)] |= bit(offset); }
  void reset(std::int64_t offset) { words_[index(offset)] &= ~bit(offset); }
  bool has(std::int64_t offset) const { return (words_[index(offset)] & bit(offset)) != 0; }
  bool any() const;
  // Only those that are in both; whether there is one.
  bool keep(const Bits& others);
  // The last one before `offset`; -1: none.
  std::int64_t before(std::int64_t offset) const;
  std::size_t count() const;

  // Adds what a blob holds. A damaged one adds what can be read; nothing lies outside of the block.
  void add(std::string_view blob);
  std::string blob() const;

 private:
  static std::size_t index(std::int64_t offset) { return static_cast<std::size_t>(offset) / 64; }
  static std::uint64_t bit(std::int64_t offset) { return std::uint64_t{1} << (offset % 64); }
  std::array<std::uint64_t, block_documents / 64> words_{};
};

}  // namespace karvan::search
