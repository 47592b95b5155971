#include <algorithm>
#include <utility>

#include "storage/search/dictionary.h"
#include "storage/search/likeness.h"

// The questions that are put to the words.
namespace karvan::search {
namespace {

constexpr std::size_t mistyped_letters_min = 3;

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

std::vector<Dictionary::Ordinal> Dictionary::frequent(std::vector<Ordinal> words, std::size_t count_max) const {
  const auto count = [&](Ordinal word) { return std::uint64_t{words_[word].in[0]} + words_[word].in[1]; };
  const auto more = [&](Ordinal a, Ordinal b) { return std::pair(count(b), a) < std::pair(count(a), b); };
  const auto kept = std::min(words.size(), count_max);
  std::partial_sort(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(kept), words.end(), more);
  words.resize(kept);
  return words;
}

Dictionary::Range Dictionary::range_of(std::string_view prefix) const {
  const auto first = std::lower_bound(sorted_.begin(), sorted_.end(), prefix,
                                      [&](Ordinal word, std::string_view than) { return text(word) < than; });
  const auto end =
      std::partition_point(first, sorted_.end(), [&](Ordinal word) { return text(word).starts_with(prefix); });
  return {static_cast<std::size_t>(first - sorted_.begin()), static_cast<std::size_t>(end - sorted_.begin())};
}

std::vector<Dictionary::Ordinal> Dictionary::begins(std::string_view prefix, std::size_t count_max) const {
  const auto range = range_of(prefix);
  std::vector<Ordinal> found(sorted_.begin() + static_cast<std::ptrdiff_t>(range.first),
                             sorted_.begin() + static_cast<std::ptrdiff_t>(range.end));
  for (const auto& [name, sound] : fresh_)
    if (name.starts_with(prefix)) found.push_back(sound.word);
  return frequent(std::move(found), count_max);
}

std::vector<Dictionary::Ordinal> Dictionary::of_skeleton(std::string_view word) const {
  const auto skeleton = skeleton_hash(word);
  std::vector<Ordinal> found;
  auto at = std::lower_bound(sounds_.begin(), sounds_.end(), skeleton,
                             [](const Sound& sound, std::uint32_t than) { return sound.skeleton < than; });
  for (; at != sounds_.end() && at->skeleton == skeleton; ++at) found.push_back(at->word);
  for (const auto& [name, sound] : fresh_)
    if (sound.skeleton == skeleton && !is_count(name)) found.push_back(sound.word);
  return found;
}

std::vector<Dictionary::Ordinal> Dictionary::alike(std::string_view word, bool close, std::size_t count_max) const {
  std::vector<std::pair<unsigned, Ordinal>> found;
  const auto seed = seed_of(word);
  const auto limit = close ? close_distance_max : loose_distance_max;
  for (const Ordinal ordinal : of_skeleton(word)) {
    const auto other = text(ordinal);
    const auto other_seed = seed_of(other);
    const bool another_name = seed && other_seed && *seed != *other_seed;
    if (other == word || (close && another_name) || (seed && other_seed == seed)) continue;
    const auto apart = distance(word, other);
    if (apart <= limit) found.emplace_back(apart, ordinal);
  }
  if (seed)
    for (const auto& name : seeds()[*seed])
      if (const auto ordinal = find(name); ordinal && name != word) found.emplace_back(0, *ordinal);
  std::sort(found.begin(), found.end(), [&](const auto& a, const auto& b) {
    return std::tuple(a.first, at(b.second).count(), a.second) < std::tuple(b.first, at(a.second).count(), b.second);
  });
  std::vector<Ordinal> words;
  for (std::size_t i = 0; i < found.size() && words.size() < count_max; ++i) words.push_back(found[i].second);
  return words;
}

// Of words that are the same up to `at`, those with the letter there.
Dictionary::Range Dictionary::narrow(Range range, std::size_t at, char letter) const {
  const auto here = [&](Ordinal word) {
    const auto letters = text(word);
    return letters.size() > at ? static_cast<unsigned char>(letters[at]) : -1;
  };
  const auto wanted = static_cast<unsigned char>(letter);
  const auto begin = sorted_.begin();
  const auto first = std::partition_point(begin + static_cast<std::ptrdiff_t>(range.first),
                                          begin + static_cast<std::ptrdiff_t>(range.end),
                                          [&](Ordinal word) { return here(word) < wanted; });
  const auto end = std::partition_point(first, begin + static_cast<std::ptrdiff_t>(range.end),
                                        [&](Ordinal word) { return here(word) == wanted; });
  return {static_cast<std::size_t>(first - begin), static_cast<std::size_t>(end - begin)};
}

// Of words that are the same up to `at`, the one that goes on with `rest` and ends.
std::optional<Dictionary::Ordinal> Dictionary::ending(Range range, std::size_t at, std::string_view rest) const {
  const auto end = sorted_.begin() + static_cast<std::ptrdiff_t>(range.end);
  const auto found =
      std::lower_bound(sorted_.begin() + static_cast<std::ptrdiff_t>(range.first), end, rest,
                       [&](Ordinal word, std::string_view than) { return text(word).substr(at) < than; });
  return found != end && text(*found).substr(at) == rest ? std::optional(*found) : std::nullopt;
}

// Those whose letter `at` is not the word's, and that is all: it is another one, or one too many.
void Dictionary::one_letter_apart(Range range, std::size_t at, std::string_view word,
                                  std::vector<Ordinal>& found) const {
  for (auto next = range; next.first < next.end;) {
    const auto letters = text(sorted_[next.first]);
    if (letters.size() == at) {
      ++next.first;
      continue;
    }
    const char letter = letters[at];
    const auto same = narrow(next, at, letter);
    next.first = same.end;
    if (at < word.size() && letter == word[at]) continue;
    if (const auto more = ending(same, at + 1, word.substr(at))) found.push_back(*more);
    if (at == word.size()) continue;
    if (const auto other = ending(same, at + 1, word.substr(at + 1))) found.push_back(*other);
  }
}

std::vector<Dictionary::Ordinal> Dictionary::mistyped(std::string_view word, std::size_t count_max) const {
  if (word.size() < mistyped_letters_min) return {};
  std::vector<Ordinal> found;
  Range range{0, sorted_.size()};  // of the words that begin as this one does, up to `at`
  for (std::size_t at = 0; at <= word.size() && range.first < range.end; ++at) {
    one_letter_apart(range, at, word, found);
    if (at == word.size()) break;
    if (const auto less = ending(range, at, word.substr(at + 1))) found.push_back(*less);
    if (at + 1 < word.size() && word[at] != word[at + 1]) {
      const std::string swapped{word[at + 1], word[at]};
      if (const auto other = ending(range, at, swapped + std::string(word.substr(at + 2)))) found.push_back(*other);
    }
    range = narrow(range, at, word[at]);
  }
  for (const auto& [name, sound] : fresh_)
    if (one_typo_apart(word, name)) found.push_back(sound.word);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return frequent(std::move(found), count_max);
}

}  // namespace karvan::search
