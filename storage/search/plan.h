#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/search/dictionary.h"

namespace karvan::search {

// A record has one of the words there.
struct Choice {
  enum class Where : std::uint8_t { anywhere, own, kin };
  const std::vector<Dictionary::Ordinal>* words = nullptr;  // the plan's; the same ones lie at the same place
  Where where = Where::anywhere;
};

// One way to understand a question: a record that has one word of each choice.
using Tier = std::vector<Choice>;

// The ways to understand a question about a name, the likeliest first: exactly so and no more; a name and then the
// father's; so; in father's name; another spelling or script; still being typed; what sounds alike; a typing mistake in
// one word; one word left out. Each is worked out when it is asked for. Of the first two letters of the last word, what
// they begin comes first.
class Plan {
 public:
  // A blank behind the last word says that it is whole. `dictionary` must outlive it.
  Plan(const Dictionary& dictionary, std::string_view text);
  Plan(const Plan&) = delete;

  // Nothing: there are no more. A tier with an empty choice finds nothing.
  std::optional<Tier> next();

 private:
  using Where = Choice::Where;
  using Words = std::vector<Dictionary::Ordinal>;
  Tier all(const std::vector<Words>& words, Where where) const;
  Tier split(const std::vector<Words>& words, std::size_t own) const;
  std::optional<Tier> whole(const std::vector<Words>& words, std::size_t at) const;
  std::optional<Tier> begun(std::size_t at) const;
  Tier loose();
  Tier mistyped(std::size_t word);
  Tier without(std::size_t word) const;
  Choice count(std::size_t words) const;
  enum class Step { begun, exact, close, begun_rest, loose, mistyped, without, none };
  std::optional<Tier> tier_of(Step step, std::size_t at);
  static Step after(Step step);

  const Dictionary& dictionary_;
  std::vector<std::string> words_;
  bool open_ = false;                 // the last word may go on
  bool short_ = false;                // and has two letters at most
  std::vector<Words> exact_, close_;  // close: exact ones first
  std::vector<Words> counts_;         // the count_word of as many words
  std::vector<Words> begun_;          // in portions
  std::deque<Words> fuzzy_;           // what was worked out later
  Step step_ = Step::begun;
  std::size_t at_ = 0;
};

}  // namespace karvan::search
