#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "storage/seal/note.h"
#include "sync/central/store/files.h"
#include "sync/central/store/fork_words.h"
#include "sync/central/store/nodes.h"
#include "sync/exchange/exchange.h"

namespace karvan::central {

// Which of two boxes under one name and key speaks (P7), once a person has said which stays: that one states the code
// that it was told, and any other is told of the fork as long as it speaks.
class Speaker {
 public:
  static Result<Speaker> of(Files& files, const Node& node, const exchange::Request& request);
  // One that does not stay: it gets no numbers.
  bool is_other() const { return word_ && !stays_; }
  // Whether the word is said of what forks with this already. Of one that stays it is while nothing of the epoch that
  // it opened with the code is here: all it brings with this was written before. One that does not stay gets no numbers
  // however often it is put back, and that stops the other no more.
  Result<bool> settles(Files& files) const;
  // Whether anything of this is to be written down; of another box now and then.
  bool is_news(std::int64_t now_ms) const;
  // In a transaction of the inbox.
  Result<void> note(Files& files, std::int64_t now_ms) const;

 private:
  std::optional<ForkWord> word_;
  bool stays_ = false;
  std::string epoch_;  // of one that stays the one that it opened, of another its present one
};

// A person's word (store/fork_words.h): the code to the challenge that the box shows which is to stay the node. What
// forks were noticed under the name count no more. In a transaction of its own. not_enrolled; malformed: no challenge.
Result<std::string> settle_fork(Files& files, const seal::SigningKey& key, const std::string& node,
                                const std::string& challenge, std::int64_t now_ms);

inline constexpr std::int64_t other_heard_each_ms = 60'000;

}  // namespace karvan::central
