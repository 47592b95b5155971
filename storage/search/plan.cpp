#include "storage/search/plan.h"

#include <algorithm>
#include <array>

#include "storage/search/fold.h"
#include "storage/search/letters.h"

namespace karvan::search {
namespace {

constexpr std::size_t alike_max = 64, loose_max = 128, mistyped_max = 64, short_letters_max = 2;
// What a prefix begins is looked for in portions, the most frequent words first.
constexpr auto portions = std::to_array<std::size_t>({0, 8, 64, 400});

bool goes_on(std::string_view text) {
  std::string last;
  while (!text.empty()) {
    last.clear();
    fold_point(take_point(text), last);
  }
  return !last.empty() && last.back() != parting;
}

}  // namespace

Plan::Plan(const Dictionary& dictionary, std::string_view text)
    : dictionary_(dictionary), words_(fold_words(text)), open_(!words_.empty() && goes_on(text)) {
  short_ = open_ && words_.back().size() <= short_letters_max;
  for (const auto& word : words_) {
    const auto known = dictionary_.find(word);
    exact_.push_back(known ? Words{*known} : Words{});
    close_.push_back(exact_.back());
    auto alike = dictionary_.alike(word, true, alike_max);
    close_.back().insert(close_.back().end(), alike.begin(), alike.end());
    if (close_.back().empty()) close_.back() = dictionary_.begins(word, alike_max);  // "Muh Asl"
  }
  for (std::size_t words = 0; words <= words_.size(); ++words) {
    const auto known = words <= counted_max ? dictionary_.find(count_word(words)) : std::nullopt;
    counts_.push_back(known ? Words{*known} : Words{});
  }
  const auto begun = open_ ? dictionary_.begins(words_.back(), portions.back()) : Words{};
  for (std::size_t i = 0; i + 1 < portions.size(); ++i) {
    const auto from = begun.begin() + static_cast<std::ptrdiff_t>(std::min(portions[i], begun.size()));
    const auto to = begun.begin() + static_cast<std::ptrdiff_t>(std::min(portions[i + 1], begun.size()));
    begun_.emplace_back(from, to);
  }
}

Choice Plan::count(std::size_t words) const { return {&counts_[words], Where::own}; }

Tier Plan::all(const std::vector<Words>& words, Where where) const {
  Tier tier;
  for (const auto& choice : words) tier.push_back({&choice, where});
  return tier;
}

// The first words are a name, exactly so and no more, the others the father's.
Tier Plan::split(const std::vector<Words>& words, std::size_t own) const {
  auto tier = all(words, Where::kin);
  for (std::size_t i = 0; i < own; ++i) tier[i].where = Where::own;
  tier.push_back(count(own));
  return tier;
}

// Nothing: there is no tier `at`.
std::optional<Tier> Plan::whole(const std::vector<Words>& words, std::size_t at) const {
  if (at < words.size()) return split(words, words.size() - at);
  if (at > words.size() + 1) return std::nullopt;
  return all(words, at == words.size() ? Where::own : Where::anywhere);
}

std::optional<Tier> Plan::begun(std::size_t at) const {
  if (at >= 2 * begun_.size()) return std::nullopt;
  const auto where = at % 2 == 0 ? Where::own : Where::anywhere;
  auto tier = all(close_, where);
  tier.back().words = &begun_[at / 2];
  return tier;
}

Tier Plan::loose() {
  for (std::size_t i = 0; i < words_.size(); ++i) {
    auto& words = fuzzy_.emplace_back(close_[i]);
    const auto more = dictionary_.alike(words_[i], false, loose_max);
    words.insert(words.end(), more.begin(), more.end());
  }
  if (open_)
    for (const auto& begun : begun_) fuzzy_.back().insert(fuzzy_.back().end(), begun.begin(), begun.end());
  Tier tier;
  for (auto words = fuzzy_.end() - static_cast<std::ptrdiff_t>(words_.size()); words != fuzzy_.end(); ++words)
    tier.push_back({&*words, Where::anywhere});
  return tier;
}

Tier Plan::mistyped(std::size_t word) {
  auto tier = all(close_, Where::anywhere);
  tier[word].words = &fuzzy_.emplace_back(dictionary_.mistyped(words_[word], mistyped_max));
  return tier;
}

Tier Plan::without(std::size_t word) const {
  auto tier = all(close_, Where::anywhere);
  tier.erase(tier.begin() + static_cast<std::ptrdiff_t>(word));
  return tier;
}

Plan::Step Plan::after(Step step) { return static_cast<Step>(static_cast<int>(step) + 1); }

// Nothing: the step has no tier `at`.
std::optional<Tier> Plan::tier_of(Step step, std::size_t at) {
  // No name has one letter: what may be wrong is not sought before there are more.
  if (open_ && words_.back().size() == 1 && step >= Step::loose) return std::nullopt;
  switch (step) {
    case Step::begun:
    case Step::begun_rest:
      if (!open_ || (step == Step::begun) != short_) return std::nullopt;
      return begun(at);
    case Step::exact:
      return whole(exact_, at);
    case Step::close:
      return whole(close_, at);
    case Step::loose:
      if (at > 0) return std::nullopt;
      return loose();
    case Step::mistyped:
      if (at >= words_.size()) return std::nullopt;
      return mistyped(at);
    case Step::without:
      if (words_.size() < 2 || at >= words_.size()) return std::nullopt;
      return without(at);
    case Step::none:
      break;
  }
  return std::nullopt;
}

std::optional<Tier> Plan::next() {
  if (words_.empty()) return std::nullopt;
  for (; step_ != Step::none; step_ = after(step_), at_ = 0)
    if (auto tier = tier_of(step_, at_)) {
      ++at_;
      return tier;
    }
  return std::nullopt;
}

}  // namespace karvan::search
