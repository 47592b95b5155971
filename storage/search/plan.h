#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/search/dictionary.h"

namespace karvan::search {

// One way to understand a question: a record that has one word of each choice.
struct Tier {
  std::vector<std::vector<Dictionary::Ordinal>> choices;
  bool own = false;  // all in the citizen's own name
};

// The ways to understand a question about a name, the likeliest first: exactly so and no more; so; in father's name;
// another spelling or script; still being typed; what sounds alike; a typing mistake in one word; one word left out.
// Each is worked out when it is asked for. Of the first two letters of the last word, what they begin comes first.
class Plan {
 public:
  // A blank behind the last word says that it is whole. `dictionary` must outlive it.
  Plan(const Dictionary& dictionary, std::string_view text);

  // Nothing: there are no more. A tier with an empty choice finds nothing.
  std::optional<Tier> next();

 private:
  using Words = std::vector<Dictionary::Ordinal>;
  Tier exact(bool own, bool counted) const;
  Tier close(bool own, bool counted) const;
  Tier begun(bool own, std::size_t from, std::size_t to) const;
  Tier loose() const;
  Tier mistyped(std::size_t word) const;
  Tier without(std::size_t word) const;
  void count(Tier& tier) const;
  enum class Step { begun, exact, close, begun_rest, loose, mistyped, without, none };
  std::optional<Tier> tier_of(Step step, std::size_t at) const;
  static Step after(Step step);

  const Dictionary& dictionary_;
  std::vector<std::string> words_;
  bool open_ = false;                 // the last word may go on
  bool short_ = false;                // and has two letters at most
  std::vector<Words> exact_, close_;  // close: exact ones first
  Words begun_;
  Step step_ = Step::begun;
  std::size_t at_ = 0;
};

}  // namespace karvan::search
