#include "node/core/drain.h"

// Sticks: ordered at a desk, written and read by a worker piece by piece, told by Core::stick.
namespace karvan::core {

void Core::take(Drain& drain, StickLetter& letter) {
  auto ordered = order_stick(drain, letter);
  auto told = ordered ? Result<std::string>("{}") : Result<std::string>(tl::unexpected(ordered.error()));
  drain.replies.push_back({letter.ticket, {}, std::move(told), {}, false});
}

Result<void> Core::order_stick(Drain& drain, const StickLetter& letter) {
  TRY_VOID(asker(letter.seat_digest, letter.access));
  book_.touch(letter.seat_digest);
  if (!stick_.doing.empty()) return {};
  stick_ = {};
  stick_.doing = letter.read ? "reading" : "writing";
  drain.topics.insert("status");
  if (letter.read)
    drain.requests.emplace_back(ReadStick{});
  else
    write_on(drain, {});
  return {};
}

void Core::write_on(Drain& drain, StickMarks marks) {
  auto piece = link_.stick_piece(book_, std::move(marks));
  if (piece)
    drain.requests.emplace_back(std::move(*piece));
  else
    stick_ = {"", drain.now_ms, "written", "", 0, 0, 0, false, piece.error().code};
}

void Core::take(Drain& drain, StickWritten& letter) {
  drain.topics.insert("status");
  if (letter.written && !*letter.written) return write_on(drain, std::move(letter.marks));
  stick_ = {"", drain.now_ms, "written"};
  if (!letter.written) {
    stick_.fault = letter.written.error().code;
    return;
  }
  const auto& whole = **letter.written;
  stick_.file = whole.name;
  stick_.operations = letter.marks.operations;
  stick_.files = whole.files;
  stick_.files_left = whole.files_left;
}

void Core::take(Drain& drain, StickRead& letter) {
  drain.topics.insert("status");
  stick_ = {"", drain.now_ms, "read"};
  if (letter.content) stick_.file = letter.content->name;
  drain.linked = drain.stick = true;
  auto news = letter.content ? take_stick(std::move(*letter.content)) : tl::unexpected(letter.content.error());
  if (news)
    stick_.news = *news;
  else
    stick_.fault = news.error().code;
}

Result<bool> Core::take_stick(StickRead::Content content) {
  TRY(auto savepoint, book_.store().savepoint());
  TRY(const bool news, link_.take_stick(book_, std::move(content)));
  TRY_VOID(savepoint.release());
  return news;
}

}  // namespace karvan::core
