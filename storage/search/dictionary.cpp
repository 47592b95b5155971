#include "storage/search/dictionary.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "storage/search/likeness.h"

namespace karvan::search {
namespace {

constexpr char count_mark = '\x01';
constexpr std::size_t mistyped_letters_min = 3;
constexpr std::size_t unsorted_max = 512;

std::uint64_t letters_of(std::string_view word) {
  std::uint64_t letters = 0;
  for (const char letter : word) letters |= std::uint64_t{1} << (static_cast<unsigned char>(letter) % 64);
  return letters;
}

// Which line of the seeds a word is on; none: no line.
std::optional<std::size_t> seed_of(std::string_view word) {
  static const auto lines = [] {
    std::unordered_map<std::string_view, std::size_t> of;
    for (std::size_t i = 0; i < seeds().size(); ++i)
      for (const auto& name : seeds()[i]) of.emplace(name, i);
    return of;
  }();
  const auto found = lines.find(word);
  return found == lines.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

std::string count_word(std::size_t words) { return {count_mark, static_cast<char>('0' + words)}; }

Dictionary::Ordinal Dictionary::add(std::string_view text) {
  if (const auto known = by_text_.find(text); known != by_text_.end()) return known->second;
  const auto ordinal = static_cast<Ordinal>(words_.size());
  words_.push_back({std::string(text)});
  const std::string_view kept = words_.back().text;
  by_text_.emplace(kept, ordinal);
  const bool name = !kept.empty() && kept.front() != count_mark;
  shapes_.push_back(name ? Shape{letters_of(kept), static_cast<std::uint32_t>(kept.size())} : Shape{});
  if (name) by_skeleton_[skeleton_of(kept)].push_back(ordinal);
  return ordinal;
}

void Dictionary::know(Word word) {
  auto& known = words_[add(word.text)];
  known.id = word.id;
  known.in = word.in;
}

std::optional<Dictionary::Ordinal> Dictionary::find(std::string_view text) const {
  const auto found = by_text_.find(text);
  return found == by_text_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<Dictionary::Ordinal> Dictionary::frequent(std::vector<Ordinal> words, std::size_t count_max) const {
  const auto more = [&](Ordinal a, Ordinal b) {
    return std::pair(words_[b].count(), a) < std::pair(words_[a].count(), b);
  };
  const auto kept = std::min(words.size(), count_max);
  std::partial_sort(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(kept), words.end(), more);
  words.resize(kept);
  return words;
}

// What came since is looked through one by one, until it is worth sorting.
void Dictionary::sort() const {
  if (words_.size() - sorted_.size() < unsorted_max) return;
  for (auto ordinal = static_cast<Ordinal>(sorted_.size()); ordinal < words_.size(); ++ordinal)
    sorted_.push_back(ordinal);
  std::sort(sorted_.begin(), sorted_.end(), [&](Ordinal a, Ordinal b) { return words_[a].text < words_[b].text; });
}

std::vector<Dictionary::Ordinal> Dictionary::begins(std::string_view prefix, std::size_t count_max) const {
  sort();
  std::vector<Ordinal> found;
  auto at = std::lower_bound(sorted_.begin(), sorted_.end(), prefix,
                             [&](Ordinal word, std::string_view than) { return words_[word].text < than; });
  for (; at != sorted_.end() && words_[*at].text.starts_with(prefix); ++at) found.push_back(*at);
  for (auto ordinal = static_cast<Ordinal>(sorted_.size()); ordinal < words_.size(); ++ordinal)
    if (words_[ordinal].text.starts_with(prefix)) found.push_back(ordinal);
  return frequent(std::move(found), count_max);
}

std::vector<Dictionary::Ordinal> Dictionary::alike(std::string_view word, bool close, std::size_t count_max) const {
  std::vector<std::pair<unsigned, Ordinal>> found;
  const auto seed = seed_of(word);
  const auto limit = close ? close_distance_max : loose_distance_max;
  if (const auto bucket = by_skeleton_.find(skeleton_of(word)); bucket != by_skeleton_.end()) {
    for (const Ordinal ordinal : bucket->second) {
      const std::string_view other = words_[ordinal].text;
      const auto other_seed = seed_of(other);
      const bool another_name = seed && other_seed && *seed != *other_seed;
      if (other == word || (close && another_name) || (seed && other_seed == seed)) continue;
      const auto apart = distance(word, other);
      if (apart <= limit) found.emplace_back(apart, ordinal);
    }
  }
  if (seed)
    for (const auto& name : seeds()[*seed])
      if (const auto ordinal = find(name); ordinal && name != word) found.emplace_back(0, *ordinal);
  std::sort(found.begin(), found.end(), [&](const auto& a, const auto& b) {
    return std::tuple(a.first, words_[b.second].count(), a.second) <
           std::tuple(b.first, words_[a.second].count(), b.second);
  });
  std::vector<Ordinal> words;
  for (std::size_t i = 0; i < found.size() && words.size() < count_max; ++i) words.push_back(found[i].second);
  return words;
}

std::vector<Dictionary::Ordinal> Dictionary::mistyped(std::string_view word, std::size_t count_max) const {
  if (word.size() < mistyped_letters_min) return {};
  const auto letters = letters_of(word);
  std::vector<Ordinal> found;
  for (Ordinal ordinal = 0; ordinal < shapes_.size(); ++ordinal) {
    const auto& shape = shapes_[ordinal];
    // One mistake takes away one letter and brings another at most.
    if (shape.size + 1 < word.size() || shape.size > word.size() + 1 || std::popcount(shape.letters ^ letters) > 2)
      continue;
    if (one_typo_apart(word, words_[ordinal].text)) found.push_back(ordinal);
  }
  return frequent(std::move(found), count_max);
}

}  // namespace karvan::search
