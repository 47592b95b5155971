#include "storage/search/dictionary.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include "storage/search/likeness.h"

namespace karvan::search {
namespace {

constexpr char count_mark = '\x01';
constexpr std::size_t fresh_max = 512;

// Compares as the letters do, as far as they reach: most words differ there.
std::uint64_t first_letters(std::string_view word) {
  std::uint64_t letters = 0;
  for (std::size_t i = 0; i < sizeof letters; ++i)
    letters = letters << 8 | (i < word.size() ? static_cast<unsigned char>(word[i]) : 0);
  return letters;
}

std::uint32_t bounded(std::int64_t count) {
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(count, 0, std::numeric_limits<std::uint32_t>::max()));
}

template <class Value, class Before>
std::vector<Value> merged(const std::vector<Value>& a, const std::vector<Value>& b, Before before) {
  std::vector<Value> both(a.size() + b.size());
  std::merge(a.begin(), a.end(), b.begin(), b.end(), both.begin(), before);
  return both;
}

}  // namespace

bool is_count(std::string_view word) { return word.starts_with(count_mark); }

std::string count_word(std::size_t words) { return {count_mark, static_cast<char>('0' + words)}; }

Dictionary::Word Dictionary::at(Ordinal word) const {
  const auto& entry = words_[word];
  return {text(word), entry.id, {entry.in[0], entry.in[1]}};
}

Dictionary::Ordinal Dictionary::append(const Word& word) {
  words_.push_back(
      {bounded(word.id), static_cast<std::uint32_t>(text_.size()), {bounded(word.in[0]), bounded(word.in[1])}});
  text_ += word.text;
  return static_cast<Ordinal>(words_.size() - 1);
}

Dictionary::Ordinal Dictionary::add(std::string_view text) {
  settle();
  if (const auto known = find(text)) return *known;
  const auto ordinal = append({text});
  fresh_.emplace(text, Sound{skeleton_hash(text), ordinal});
  if (fresh_.size() < fresh_max) return ordinal;
  std::vector<Ordinal> words;
  for (const auto& [name, sound] : std::exchange(fresh_, {})) words.push_back(sound.word);
  join(std::move(words));
  return ordinal;
}

void Dictionary::know(const Word& word) {
  if (const auto known = find(word.text)) {
    auto& entry = words_[*known];
    entry.id = bounded(word.id);
    entry.in = {bounded(word.in[0]), bounded(word.in[1])};
    return;
  }
  const auto ordinal = append(word);
  if (!unsettled_) unsettled_ = ordinal;
}

void Dictionary::settle() {
  if (!unsettled_) return;
  const auto from = *std::exchange(unsettled_, std::nullopt);
  put_in_order(from);
  words_.shrink_to_fit();
  text_.shrink_to_fit();
  std::vector<Ordinal> words(words_.size() - from);
  std::iota(words.begin(), words.end(), from);
  join(std::move(words));
}

// Nobody knows their ordinals yet: so neighbours by letters are neighbours in memory.
void Dictionary::put_in_order(Ordinal from) {
  std::vector<std::pair<std::uint64_t, Ordinal>> order;
  order.reserve(words_.size() - from);
  for (auto word = from; word < words_.size(); ++word) order.emplace_back(first_letters(text(word)), word);
  std::sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : text(a.second) < text(b.second);
  });
  const auto begin = words_[from].begin;
  std::string letters;
  letters.reserve(text_.size() - begin);
  std::vector<Entry> entries;
  entries.reserve(order.size());
  for (const auto& [key, word] : order) {
    entries.push_back(words_[word]);
    entries.back().begin = begin + static_cast<std::uint32_t>(letters.size());
    letters += text(word);
  }
  std::copy(entries.begin(), entries.end(), words_.begin() + from);
  text_.replace(begin, std::string::npos, letters);
}

void Dictionary::join(std::vector<Ordinal> words) {
  const auto by_text = [&](Ordinal a, Ordinal b) { return text(a) < text(b); };
  if (!std::is_sorted(words.begin(), words.end(), by_text)) std::sort(words.begin(), words.end(), by_text);
  const auto by_sound = [](const Sound& a, const Sound& b) {
    return std::pair(a.skeleton, a.word) < std::pair(b.skeleton, b.word);
  };
  std::vector<Sound> sounds;
  sounds.reserve(words.size());
  for (const auto word : words)
    if (!is_count(text(word))) sounds.push_back({skeleton_hash(text(word)), word});
  std::sort(sounds.begin(), sounds.end(), by_sound);
  sorted_ = merged(sorted_, words, by_text);
  sounds_ = merged(sounds_, sounds, by_sound);
}

std::optional<Dictionary::Ordinal> Dictionary::find(std::string_view text) const {
  if (const auto found = ending({0, sorted_.size()}, 0, text)) return found;
  if (fresh_.empty()) return std::nullopt;
  const auto found = fresh_.find(std::string(text));
  return found == fresh_.end() ? std::nullopt : std::optional(found->second.word);
}

}  // namespace karvan::search
