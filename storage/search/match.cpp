#include "storage/search/match.h"

#include <algorithm>

namespace karvan::search {
namespace {

constexpr std::int64_t whole_documents_max = 2'000;  // of fewer, all postings are read at once

}  // namespace

void Match::take(std::int64_t document) {
  if (!full() && seen_.insert(document).second) found_.push_back(document);
}

Result<std::vector<std::int64_t>> Match::find(std::string_view text, std::size_t limit,
                                              const std::function<bool()>& expired) {
  limit_ = limit;
  auto done = asks_number(text) ? by_number(text) : by_name(text, expired);
  if (done && found_.empty() && asks_number(text)) done = by_name(text, expired);  // "Shop 24"
  const bool late = !done && done.error().code == Code::deadline_passed;
  if (!done && !late) return tl::unexpected(done.error());
  return std::move(found_);
}

Result<void> Match::by_number(std::string_view text) {
  for (const auto& run : number_runs(text)) {
    for (auto one = tail_.documents().rbegin(); one != tail_.documents().rend(); ++one) {
      const auto& numbers = one->second.numbers;
      if (std::any_of(numbers.begin(), numbers.end(), [&](auto n) { return n >= run.first && n < run.end; }))
        take(one->second.document);
    }
    if (full()) return {};
    TRY(const auto documents, source_.numbers(run, limit_ + tail_.documents().size()));
    for (const auto document : documents)
      if (!tail_.holds(document)) take(document);
  }
  return {};
}

Result<void> Match::by_name(std::string_view text, const std::function<bool()>& expired) {
  Plan plan(dictionary_, text);
  while (!full() && !expired()) {
    const auto tier = plan.next();
    if (!tier) return {};
    const auto& choices = tier->choices;
    if (choices.empty() || std::any_of(choices.begin(), choices.end(), [](const auto& c) { return c.empty(); }))
      continue;
    from_tail(*tier);
    TRY_VOID(from_index(*tier, expired));
  }
  return {};
}

void Match::from_tail(const Tier& tier) {
  if (tail_.documents().empty()) return;
  std::unordered_map<Dictionary::Ordinal, std::uint32_t> wanted;  // a bit a choice
  for (std::size_t i = 0; i < tier.choices.size(); ++i)
    for (const auto word : tier.choices[i]) wanted[word] |= 1u << i;
  const auto all = (1u << tier.choices.size()) - 1;
  const auto has = [&](const std::vector<Dictionary::Ordinal>& words) {
    std::uint32_t bits = 0;
    for (const auto word : words)
      if (const auto found = wanted.find(word); found != wanted.end()) bits |= found->second;
    return bits;
  };
  for (auto one = tail_.documents().rbegin(); one != tail_.documents().rend() && !full(); ++one) {
    const auto& document = one->second;
    auto bits = has(document.own);
    if (!tier.own) bits |= has(document.kin);
    if (bits == all) take(document.document);
  }
}

std::int64_t Match::weight_of(const std::vector<Dictionary::Ordinal>& words) const {
  std::int64_t weight = 0;
  for (const auto word : words) weight += dictionary_.at(word).count();
  return weight;
}

Result<void> Match::from_index(const Tier& tier, const std::function<bool()>& expired) {
  // The rarest choice first: most blocks end with it.
  std::vector<const std::vector<Dictionary::Ordinal>*> choices;
  for (const auto& choice : tier.choices) choices.push_back(&choice);
  std::sort(choices.begin(), choices.end(),
            [&](const auto* a, const auto* b) { return weight_of(*a) < weight_of(*b); });
  Bits bits, more;
  for (auto block = block_of(last_); block >= 0 && !full() && !expired(); --block) {
    bits.clear();
    TRY_VOID(add_choice(*choices.front(), tier.own, block, bits));
    for (std::size_t i = 1; i < choices.size() && bits.any(); ++i) {
      more.clear();
      TRY_VOID(add_choice(*choices[i], tier.own, block, more));
      bits.keep(more);
    }
    for (auto at = bits.before(block_documents); at >= 0 && !full(); at = bits.before(at)) {
      const auto document = block * block_documents + at;
      if (!tail_.holds(document)) take(document);
    }
  }
  return {};
}

Result<void> Match::add_choice(const std::vector<Dictionary::Ordinal>& words, bool own, std::int64_t block,
                               Bits& bits) {
  for (const auto word : words) TRY_VOID(add(word, own, block, bits));
  return {};
}

Result<void> Match::add(Dictionary::Ordinal word, bool own, std::int64_t block, Bits& bits) {
  const auto& known = dictionary_.at(word);
  if (known.id == 0) return {};
  const auto hold = [&](std::int64_t place, std::string_view blob) {
    held_.insert_or_assign(place, std::string(blob));
  };
  const bool rare = known.count() <= whole_documents_max;
  if (rare && whole_.insert(word).second)
    TRY_VOID(source_.postings(place_of(known.id, Field::own, 0), place_of(known.id + 1, Field::own, 0) - 1, hold));
  for (const auto field : {Field::own, Field::kin}) {
    if (own && field == Field::kin) break;
    const auto place = place_of(known.id, field, block);
    if (!rare && !held_.contains(place)) {
      held_[place];
      TRY_VOID(source_.postings(place, place, hold));
    }
    if (const auto blob = held_.find(place); blob != held_.end()) bits.add(blob->second);
  }
  return {};
}

}  // namespace karvan::search
