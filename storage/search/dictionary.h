#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace karvan::search {

// Where in a record a word stands.
enum class Field : std::uint8_t { own = 0, kin = 1 };  // the citizen's own name; father's, husband's, guardian's
inline constexpr std::size_t fields = 2;

// All words that records are found by, in memory: about 40 bytes each. There are few of them however many the records:
// so prefix, spelling, script and typing mistakes are settled here, and only then are postings read.
class Dictionary {
 public:
  using Ordinal = std::uint32_t;
  struct Word {
    std::string_view text;                  // folded; of one that the dictionary gave, until the next word is added
    std::int64_t id = 0;                    // of its postings; 0: it has none yet
    std::array<std::int64_t, fields> in{};  // how many records have it; they may have become more or less since
    std::int64_t count() const { return in[0] + in[1]; }
  };

  // The word's ordinal, which stays; a new one where it is not known.
  Ordinal add(std::string_view text);
  // What the index knows of the word. One that is new is found after `settle`; none may be told twice before it.
  void know(const Word& word);
  void settle();

  Word at(Ordinal word) const;
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
  // Half a million of them: ids are counted from one, a word each, and fit.
  struct Entry {
    std::uint32_t id = 0;
    std::uint32_t begin = 0;  // in text_, up to where the next one's begins
    std::array<std::uint32_t, fields> in{};
  };
  struct Sound {
    std::uint32_t skeleton = 0;  // its hash
    Ordinal word = 0;
  };
  // Words in the order of their letters, from sorted_[first] to before sorted_[end].
  struct Range {
    std::size_t first = 0, end = 0;
  };
  std::string_view text(Ordinal word) const {
    const std::size_t begin = words_[word].begin;
    return {text_.data() + begin, (word + 1 < words_.size() ? words_[word + 1].begin : text_.size()) - begin};
  }
  Ordinal append(const Word& word);
  void put_in_order(Ordinal from);
  void join(std::vector<Ordinal> words);
  Range range_of(std::string_view prefix) const;
  Range narrow(Range range, std::size_t at, char letter) const;
  std::optional<Ordinal> ending(Range range, std::size_t at, std::string_view rest) const;
  void one_letter_apart(Range range, std::size_t at, std::string_view word, std::vector<Ordinal>& found) const;
  std::vector<Ordinal> of_skeleton(std::string_view word) const;
  std::vector<Ordinal> frequent(std::vector<Ordinal> words, std::size_t count_max) const;

  std::string text_;  // of all words, one behind the other
  std::vector<Entry> words_;
  // Of most words, by their letters and by how they sound.
  std::vector<Ordinal> sorted_;
  std::vector<Sound> sounds_;
  std::unordered_map<std::string, Sound> fresh_;  // the others, few: they are looked through one by one
  std::optional<Ordinal> unsettled_;              // from there on
};

// In the index the number of words that a record's own name has is a word too, so that "Muhammad Aslam" comes before
// "Muhammad Aslam Khan". No name holds it.
std::string count_word(std::size_t words);
bool is_count(std::string_view word);
inline constexpr std::size_t counted_max = 6;  // longer names have none

}  // namespace karvan::search
