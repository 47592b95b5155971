#pragma once
#include <algorithm>
#include <array>
#include <bitset>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace karvan::sim {

// Texts that are looked for at once. One of five letters covers a pair of bytes at every fourth place, wherever it
// stands: so only these pairs are read, and hardly any pair of an encrypted page is one of any text's.
template <std::size_t count>
class Needles {
 public:
  static constexpr std::size_t letters_min = 5, stride = letters_min - 1;
  // Each of five letters or more.
  explicit Needles(const std::array<std::string_view, count>& texts) : texts_(texts) {
    for (const auto text : texts_)
      for (std::size_t i = 0; i < stride; ++i) pairs_.set(pair_at(text.data() + i));
  }
  // Which of them stand in `bytes`.
  std::bitset<count> in(std::string_view bytes) const {
    std::bitset<count> found;
    for (std::size_t at = 0; at + 1 < bytes.size(); at += stride)
      if (pairs_[pair_at(bytes.data() + at)]) look(bytes, at, found);
    return found;
  }

 private:
  static std::uint16_t pair_at(const char* bytes) {
    std::uint16_t pair = 0;
    std::memcpy(&pair, bytes, sizeof pair);
    return pair;
  }
  // Whatever stands there covers the pair at `at` with one of its first.
  void look(std::string_view bytes, std::size_t at, std::bitset<count>& found) const {
    for (auto from = at - std::min(at, stride - 1); from <= at; ++from)
      for (std::size_t i = 0; i < count; ++i)
        if (bytes.substr(from).starts_with(texts_[i])) found.set(i);
  }

  std::array<std::string_view, count> texts_;
  std::bitset<1 << 16> pairs_;
};

}  // namespace karvan::sim
