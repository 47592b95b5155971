#include "storage/search/match.h"

#include <algorithm>
#include <array>

namespace karvan::search {
namespace {

// Of a choice that so few documents have, each is asked what it is found by: less to read than all other words'
// postings.
constexpr std::int64_t asked_documents_max = 64;
constexpr std::int64_t rare_documents_max = 8'000;  // all postings of the word are read at once: a page or three

bool counts(const Choice& choice, Field field) {
  return choice.where != (field == Field::own ? Choice::Where::kin : Choice::Where::own);
}

Field field_of(std::int64_t place) { return place >> 13 & 1 ? Field::kin : Field::own; }

}  // namespace

class Match::Check {
 public:
  explicit Check(const Tier& tier) : all_((std::uint64_t{1} << tier.size()) - 1) {
    for (std::size_t i = 0; i < tier.size(); ++i)
      for (const auto word : *tier[i].words)
        for (const auto field : {Field::own, Field::kin})
          if (counts(tier[i], field)) choices_[word][static_cast<std::size_t>(field)] |= std::uint64_t{1} << i;
  }
  bool holds(const std::vector<Dictionary::Ordinal>& own, const std::vector<Dictionary::Ordinal>& kin) const {
    return (in(own, Field::own) | in(kin, Field::kin)) == all_;
  }

 private:
  // A bit each choice that one of the words is of.
  std::uint64_t in(const std::vector<Dictionary::Ordinal>& words, Field field) const {
    std::uint64_t bits = 0;
    for (const auto word : words)
      if (const auto found = choices_.find(word); found != choices_.end())
        bits |= found->second[static_cast<std::size_t>(field)];
    return bits;
  }

  std::uint64_t all_;
  std::unordered_map<Dictionary::Ordinal, std::array<std::uint64_t, fields>> choices_;
};

struct Match::Sought {
  std::int64_t weight = 0;
  const Choice* choice = nullptr;
  Joined* joined = nullptr;
};

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
  while (goes_on(expired)) {
    const auto tier = plan.next();
    if (!tier) return {};
    if (std::any_of(tier->begin(), tier->end(), [](const Choice& choice) { return choice.words->empty(); })) continue;
    const Check check(*tier);
    from_tail(check);
    TRY_VOID(from_index(*tier, check, expired));
  }
  return {};
}

void Match::from_tail(const Check& check) {
  for (auto one = tail_.documents().rbegin(); one != tail_.documents().rend() && !full(); ++one)
    if (check.holds(one->second.own, one->second.kin)) take(one->second.document);
}

std::int64_t Match::weight_of(const Choice& choice) const {
  std::int64_t weight = 0;
  for (const auto ordinal : *choice.words) {
    const auto word = dictionary_.at(ordinal);
    for (const auto field : {Field::own, Field::kin})
      if (counts(choice, field)) weight += word.in[static_cast<std::size_t>(field)];
  }
  return weight;
}

Result<void> Match::from_index(const Tier& tier, const Check& check, const Expired& expired) {
  // The rarest choice first: most blocks end with it.
  std::vector<Sought> choices;
  for (const auto& choice : tier) choices.push_back({weight_of(choice), &choice});
  std::sort(choices.begin(), choices.end(),
            [](const auto& a, const auto& b) { return std::pair(a.weight, a.choice) < std::pair(b.weight, b.choice); });
  bool few = choices.size() > 1;
  if (few) {
    TRY(few, is_rare(choices.front()));
  }
  return few ? from_terms(choices.front(), check, expired) : from_postings(choices, expired);
}

// What the dictionary counted may be of long ago: the postings tell.
Result<bool> Match::is_rare(Sought& sought) {
  if (sought.weight > asked_documents_max) return false;
  std::int64_t documents = 0;
  for (auto block = block_of(last_); block >= 0 && documents <= asked_documents_max; --block) {
    TRY(const auto* bits, bits_of(sought, block));
    if (bits) documents += static_cast<std::int64_t>(bits->count());
  }
  return documents <= asked_documents_max;
}

Result<void> Match::from_terms(Sought& rarest, const Check& check, const Expired& expired) {
  for (auto block = block_of(last_); block >= 0 && goes_on(expired); --block) {
    TRY(const auto* bits, bits_of(rarest, block));
    if (!bits) continue;
    for (auto at = bits->before(block_documents); at >= 0 && goes_on(expired); at = bits->before(at)) {
      const auto document = block * block_documents + at;
      if (tail_.holds(document)) continue;
      TRY(const auto* words, words_of(document));
      if (check.holds(words->own, words->kin)) take(document);
    }
  }
  return {};
}

Result<void> Match::from_postings(std::vector<Sought>& choices, const Expired& expired) {
  for (auto block = block_of(last_); block >= 0 && goes_on(expired); --block) {
    TRY(const auto* rarest, bits_of(choices.front(), block));
    if (!rarest) continue;
    auto bits = *rarest;
    bool any = true;
    for (std::size_t i = 1; i < choices.size() && any; ++i) {
      TRY(const auto* more, bits_of(choices[i], block));
      any = more && bits.keep(*more);
    }
    for (auto at = any ? bits.before(block_documents) : -1; at >= 0 && !full(); at = bits.before(at)) {
      const auto document = block * block_documents + at;
      if (!tail_.holds(document)) take(document);
    }
  }
  return {};
}

Result<const Match::Words*> Match::words_of(std::int64_t document) {
  const auto [known, is_new] = words_.try_emplace(document);
  auto& words = known->second;
  if (!is_new) return &words;
  ++read_;
  TRY(auto terms, source_.terms(document));
  if (!terms) return &words;
  const auto find = [&](const std::string& text, std::vector<Dictionary::Ordinal>& in) {
    if (const auto word = dictionary_.find(text)) in.push_back(*word);
  };
  if (terms->own.size() <= counted_max) find(count_word(terms->own.size()), words.own);
  for (const auto& word : terms->own) find(word, words.own);
  for (const auto& word : terms->kin) find(word, words.kin);
  return &words;
}

Result<Match::Joined*> Match::joined(const Choice& choice) {
  const auto [known, is_new] = joined_.try_emplace({choice.words, choice.where});
  auto& joined = known->second;
  if (!is_new) return &joined;
  for (const auto ordinal : *choice.words) {
    const auto word = dictionary_.at(ordinal);
    if (word.id == 0) continue;
    if (word.count() > rare_documents_max) {
      joined.common.push_back(word.id);
      continue;
    }
    TRY(const auto* blobs, rare(word.id));
    for (const auto& [place, blob] : *blobs)
      if (counts(choice, field_of(place))) joined.blocks[place & (blocks_max - 1)].add(blob);
  }
  return &joined;
}

// Null: no document.
Result<const Bits*> Match::bits_of(Sought& sought, std::int64_t block) {
  if (!sought.joined) {
    TRY(sought.joined, joined(*sought.choice));
  }
  auto& joined = *sought.joined;
  if (joined.complete.insert(block).second)
    for (const auto word : joined.common)
      for (const auto field : {Field::own, Field::kin}) {
        if (!counts(*sought.choice, field)) continue;
        TRY(const auto blob, common(place_of(word, field, block)));
        if (!blob.empty()) joined.blocks[block].add(blob);
      }
  const auto found = joined.blocks.find(block);
  return found == joined.blocks.end() ? nullptr : &found->second;
}

Result<const Match::Blobs*> Match::rare(std::int64_t word) {
  const auto [known, is_new] = rare_.try_emplace(word);
  if (is_new) TRY_VOID(read(place_of(word, Field::own, 0), place_of(word + 1, Field::own, 0) - 1, known->second));
  return &known->second;
}

Result<std::string_view> Match::common(std::int64_t place) {
  const auto [known, is_new] = common_.try_emplace(place);
  if (is_new) {
    Blobs blobs;
    TRY_VOID(read(place, place, blobs));
    if (!blobs.empty()) known->second = std::move(blobs.front().second);
  }
  return known->second;
}

Result<void> Match::read(std::int64_t first, std::int64_t last, Blobs& blobs) {
  if (read_ >= postings_read_max) return {};
  std::size_t bytes = 0;
  TRY_VOID(source_.postings(first, last, [&](std::int64_t place, std::string_view blob) {
    bytes += blob.size();
    blobs.emplace_back(place, blob);
  }));
  read_ += 1 + bytes / postings_page_bytes;
  return {};
}

}  // namespace karvan::search
