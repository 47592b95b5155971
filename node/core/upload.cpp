#include <algorithm>

#include "node/core/link.h"
#include "storage/model/passed.h"

// Which piece of which file goes next, and what became of it.
namespace karvan::core {
namespace {

// The link itself, not what was sent over it.
bool of_the_link(Code code) { return code == Code::link_down || code == Code::not_enrolled || code == Code::busy; }

}  // namespace

// The one that is half sent goes on; else the oldest that does not rest. One that is refused blocks no other.
Result<std::optional<store::Attachment>> Link::next_file(Book& book, std::int64_t now_ms) {
  TRY(auto waiting, book.store().attachments().to_send(resting_.size() + book.damaged_files() + 1));
  auto rests = [&](const store::Attachment& file) {
    if (book.is_damaged(file.attached.hash)) return true;  // it would be refused
    auto found = resting_.find(file.attached.hash);
    return found != resting_.end() && !model::rested(found->second.until_ms, rest_ms_max, now_ms);
  };
  auto next = std::find_if(waiting.begin(), waiting.end(),
                           [&](const auto& file) { return file.attached.hash == upload_.hash && !rests(file); });
  if (next == waiting.end()) next = std::find_if_not(waiting.begin(), waiting.end(), rests);
  return next == waiting.end() ? std::nullopt : std::optional(std::move(*next));
}

Result<std::optional<SendUpload>> Link::next_piece(Book& book, std::int64_t now_ms) {
  const bool free = flights_.empty() && !uploading_ && !folding() && !hurried_ && !more_;
  if (!free || state_ != LinkState::connected) return std::nullopt;
  TRY(auto file, next_file(book, now_ms));
  if (!file) return std::nullopt;
  if (upload_.hash != file->attached.hash) upload_ = {file->attached.hash, std::nullopt};
  uploading_ = true;
  return SendUpload{.hash = file->attached.hash,
                    .size = file->attached.bytes,
                    .created = file->state == "sending",
                    .offset = upload_.offset,
                    .bytes = std::min(exchange::piece_bytes(pace_.up()), piece_bytes_cap_)};
}

void Link::rest(const std::string& hash, std::int64_t now_ms) {
  if (resting_.size() >= resting_max) {
    resting_.erase(std::min_element(resting_.begin(), resting_.end(), [](const auto& a, const auto& b) {
      return a.second.until_ms < b.second.until_ms;
    }));
  }
  auto& rest = resting_[hash];
  rest.until_ms = now_ms + next_rest_ms(rest.refusals);
}

Result<void> Link::uploaded(Book& book, const UploadAnswer& answer, std::int64_t now_ms) {
  if (!uploading_ || answer.hash != upload_.hash) return {};
  uploading_ = false;
  upload_.offset.reset();
  if (answer.error && of_the_link(answer.error->code)) {
    const auto sent = std::min(exchange::piece_bytes(pace_.up()), piece_bytes_cap_);
    piece_bytes_cap_ = std::max(exchange::piece_bytes_min, sent / 2);
    failed(*answer.error, now_ms);
    return {};
  }
  if (answer.error) {
    upload_fault_ = answer.error;
    rest(answer.hash, now_ms);
  } else {
    upload_fault_.reset();
    piece_bytes_cap_ = std::min(exchange::piece_bytes_max, piece_bytes_cap_ * 2);
    resting_.erase(answer.hash);
    last_ms_ = now_ms;
    pace_.observe({.up = answer.bytes_per_second});
    if (!answer.done) upload_.offset = answer.offset;
  }
  TRY_VOID(book.store().attachments().sent(answer.hash, answer.offset, answer.done));
  return answer.done ? book.is_sound(answer.hash) : Result<void>{};
}

}  // namespace karvan::core
