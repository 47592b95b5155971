#include "sync/central/receive/speaker.h"

#include "sync/central/store/inbox.h"
#include "sync/exchange/epoch_code.h"

namespace karvan::central {

Result<Speaker> Speaker::of(Files& files, const Node& node, const exchange::Request& request) {
  Speaker speaker;
  if (!node.any_word) return speaker;
  TRY(speaker.word_, ForkWords(files.inbox).last(node.name, node.head_key));
  if (!speaker.word_) return speaker;
  speaker.stays_ = request.opened && exchange::same_epoch_code(request.opened->code, speaker.word_->code);
  if (speaker.stays_)
    speaker.epoch_ = request.opened->epoch;
  else if (!request.known.empty())
    speaker.epoch_ = request.known.back().epoch;
  return speaker;
}

Result<bool> Speaker::settles(Files& files) const {
  if (is_other()) return true;
  if (!stays_ || (!word_->epoch.empty() && word_->epoch != epoch_)) return false;
  TRY(const auto opened, Inbox(files.inbox).epoch(word_->node, epoch_));
  return !opened;
}

bool Speaker::is_news(std::int64_t now_ms) const {
  if (!word_) return false;
  if (stays_) return word_->epoch.empty();
  const bool lately = word_->other_ms && now_ms >= *word_->other_ms && now_ms - *word_->other_ms < other_heard_each_ms;
  return !lately;
}

Result<void> Speaker::note(Files& files, std::int64_t now_ms) const {
  if (!is_news(now_ms)) return {};
  ForkWords words(files.inbox);
  return stays_ ? words.heard_of_it(*word_, epoch_) : words.heard_of_other(*word_, epoch_, now_ms);
}

Result<std::string> settle_fork(Files& files, const seal::SigningKey& key, const std::string& node,
                                const std::string& challenge, std::int64_t now_ms) {
  TRY(auto known, Nodes(files.inbox).get(node));
  if (!known || known->fingerprint.empty()) return fail(Code::not_enrolled, {{"node", node}});
  TRY(auto box, seal::parse_verifying_key(known->head_key));
  TRY(auto code, exchange::epoch_code(key, box, node, challenge));
  TRY_VOID(in_transaction(files.inbox, [&]() -> Result<void> {
    TRY_VOID(ForkWords(files.inbox).put({0, node, known->head_key, code, now_ms}));
    return Nodes(files.inbox).settle_forks(node);
  }));
  return code;
}

}  // namespace karvan::central
