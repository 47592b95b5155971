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
constexpr std::size_t begun_max = 400;

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
  if (open_) begun_ = dictionary_.begins(words_.back(), begun_max);
}

void Plan::count(Tier& tier) const {
  const auto known = words_.size() <= counted_max ? dictionary_.find(count_word(words_.size())) : std::nullopt;
  tier.choices.push_back(known ? Words{*known} : Words{});
}

Tier Plan::exact(bool own, bool counted) const {
  Tier tier{exact_, own};
  if (counted) count(tier);
  return tier;
}

Tier Plan::close(bool own, bool counted) const {
  Tier tier{close_, own};
  if (counted) count(tier);
  return tier;
}

Tier Plan::begun(bool own, std::size_t from, std::size_t to) const {
  Tier tier{close_, own};
  to = std::min(to, begun_.size());
  from = std::min(from, to);
  tier.choices.back().assign(begun_.begin() + static_cast<std::ptrdiff_t>(from),
                             begun_.begin() + static_cast<std::ptrdiff_t>(to));
  return tier;
}

Tier Plan::loose() const {
  Tier tier{close_};
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const auto more = dictionary_.alike(words_[i], false, loose_max);
    tier.choices[i].insert(tier.choices[i].end(), more.begin(), more.end());
  }
  if (open_) tier.choices.back().insert(tier.choices.back().end(), begun_.begin(), begun_.end());
  return tier;
}

Tier Plan::mistyped(std::size_t word) const {
  Tier tier{close_};
  tier.choices[word] = dictionary_.mistyped(words_[word], mistyped_max);
  return tier;
}

Tier Plan::without(std::size_t word) const {
  Tier tier{close_};
  if (words_.size() < 2) return {};
  tier.choices.erase(tier.choices.begin() + static_cast<std::ptrdiff_t>(word));
  return tier;
}

Plan::Step Plan::after(Step step) { return static_cast<Step>(static_cast<int>(step) + 1); }

// Nothing: the step has no tier `at`.
std::optional<Tier> Plan::tier_of(Step step, std::size_t at) const {
  const bool begun_first = short_;
  switch (step) {
    case Step::begun:
    case Step::begun_rest: {
      if (!open_ || (step == Step::begun) != begun_first || at >= 2 * (portions.size() - 1)) return std::nullopt;
      const auto portion = at / 2;
      return begun(at % 2 == 0, portions[portion], portions[portion + 1]);
    }
    case Step::exact:
      if (at > 2) return std::nullopt;
      return exact(at < 2, at == 0);
    case Step::close:
      if (at > 2) return std::nullopt;
      return close(at < 2, at == 0);
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
