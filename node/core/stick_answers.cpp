#include "node/core/stick_answers.h"

#include "sync/exchange/codec.h"

namespace karvan::core {

Result<void> StickAnswers::head(const exchange::BundleHead& head) {
  if (head.node != node_ || head.kind != exchange::BundleKind::answer)
    return fail(Code::key_wrong, {{"node", head.node}});
  content.head = head;
  asked_.node = node_;
  asked_.cursors = head.from;
  return {};
}

// Each is read as if the one before it had been folded.
Result<void> StickAnswers::message(std::string packed) {
  bytes_ += packed.size();
  if (bytes_ > stick_answers_bytes_max) return fail(Code::body_too_large, {}, "stick");
  TRY(auto received, exchange::read(packed, asked_, *centre_));
  asked_ = exchange::follow(asked_, received.answer, received.checkpoint);
  content.answers.push_back(std::move(received));
  return {};
}

Result<void> StickAnswers::file(const std::string&, std::uint64_t) { return {}; }
Result<void> StickAnswers::piece(std::string_view) { return {}; }

Result<void> StickAnswers::here(std::vector<std::string> hashes) {
  if (content.here.size() + hashes.size() > stick_files_here_max) return fail(Code::body_too_large, {}, "stick");
  content.here.insert(content.here.end(), hashes.begin(), hashes.end());
  return {};
}

}  // namespace karvan::core
