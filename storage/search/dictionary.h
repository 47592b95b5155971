#pragma once
#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace karvan::search {

// Where in a record a word stands.
enum class Field : std::uint8_t { own = 0, kin = 1 };  // the citizen's own name; father's, husband's, guardian's
inline constexpr std::size_t fields = 2;

// All words that records are found by, in memory. There are few of them however many the records: so prefix, spelling,
// script and typing mistakes are settled here, and only then are postings read.
class Dictionary {
 public:
  using Ordinal = std::uint32_t;
  struct Word {
    std::string text;                       // folded
    std::int64_t id = 0;                    // of its postings; 0: it has none yet
    std::array<std::int64_t, fields> in{};  // how many records have it; they may have become more or less since
    std::int64_t count() const { return in[0] + in[1]; }
  };

  // The word's ordinal, which stays; a new one where it is not known.
  Ordinal add(std::string_view text);
  // What the index knows of the word.
  void know(Word word);

  const Word& at(Ordinal word) const { return words_[word]; }
  std::size_t size() const { return words_.size(); }

  std::optional<Ordinal> find(std::string_view text) const;
  // Those that begin so, the most frequent first.
  std::vector<Ordinal> begins(std::string_view prefix, std::size_t count_max) const;
  // Other spellings, also in the other script, the nearest first; of equally near ones the more frequent. `close`:
  // those that are most likely the same name.
  std::vector<Ordinal> alike(std::string_view word, bool close, std::size_t count_max) const;
  // Those that one typing mistake makes of it, the most frequent first. None for fewer than three letters.
  std::vector<Ordinal> mistyped(std::string_view word, std::size_t count_max) const;

 private:
  struct Shape {
    std::uint64_t letters = 0;  // which occur, folded into 64
    std::uint32_t size = 0;
  };
  std::vector<Ordinal> frequent(std::vector<Ordinal> words, std::size_t count_max) const;
  void sort() const;

  std::deque<Word> words_;  // texts do not move
  std::vector<Shape> shapes_;
  std::unordered_map<std::string_view, Ordinal> by_text_;
  std::unordered_map<std::string, std::vector<Ordinal>> by_skeleton_;
  mutable std::vector<Ordinal> sorted_;  // by text, up to where the words had come
};

// In the index the number of words that a record's own name has is a word too, so that "Muhammad Aslam" comes before
// "Muhammad Aslam Khan". No name holds it.
std::string count_word(std::size_t words);
inline constexpr std::size_t counted_max = 6;  // longer names have none

}  // namespace karvan::search
