#include "node/core/book.h"
#include "node/core/drain.h"

// What was found damaged when it was read again, and what is to be done about it.
namespace karvan::core {
namespace {

constexpr std::string_view damaged_kind = "damaged";  // by hash
constexpr std::string_view scrub_kind = "scrub", scrub_place = "place";

}  // namespace

Result<void> Book::load_damaged() {
  damaged_.clear();
  TRY(const auto rows, store_.documents().list(damaged_kind));
  for (const auto& row : rows) damaged_.insert(row.id);
  return {};
}

Result<bool> Book::note_damaged(const std::string& hash) {
  TRY(const auto row, store_.attachments().get(hash));
  // What the centre holds is lost nowhere.
  if (!row || row->state == "there") {
    TRY_VOID(forget_damaged({hash}));
    return false;
  }
  TRY_VOID(store_.documents().put({std::string(damaged_kind), hash, std::to_string(now_ms_), 0}));
  damaged_.insert(hash);
  return true;
}

Result<void> Book::forget_damaged(const std::vector<std::string>& hashes) {
  for (const auto& hash : hashes)
    if (damaged_.erase(hash) > 0) TRY_VOID(store_.documents().remove(damaged_kind, hash));
  return {};
}

// The same question was captured once more: nobody waits for the damaged file any longer.
Result<void> Book::replace_damaged(const counter::KeepAttachment& change) {
  if (damaged_.empty()) return {};
  TRY(const auto files, store_.attachments().of(change.of));
  for (const auto& file : files) {
    const auto& hash = file.attached.hash;
    if (hash == change.attached.hash || file.attached.name != change.attached.name || !is_damaged(hash)) continue;
    TRY_VOID(store_.attachments().forget(hash));
    TRY_VOID(forget_damaged({hash}));
    forgotten_.push_back(hash);
  }
  return {};
}

Result<std::string> Book::scrubbed_to() const {
  TRY(const auto row, store_.documents().get(scrub_kind, scrub_place));
  return row ? row->bytes : "";
}

Result<void> Book::keep_scrubbed(const std::string& place) {
  return store_.documents().put({std::string(scrub_kind), std::string(scrub_place), place, 0});
}

void Core::scrub(Drain& drain) {
  const bool busy = std::exchange(letters_, 0) > scrub_letters_max || link_.folding();
  const auto next_file = [this](const std::string& after) {
    const auto hash = book_.store().attachments().next(after);
    return hash ? hash->value_or("") : "";
  };
  if (auto piece = scrub_.next(drain.now_ms, busy, next_file)) drain.requests.emplace_back(std::move(*piece));
}

void Core::take(Drain& drain, WasRead& letter) {
  const auto damage = scrub_.answered(letter, drain.now_ms);
  // A failure of the store shows at the commit.
  if (scrub_.worth_keeping()) (void)book_.keep_scrubbed(scrub_.place());
  // What could not be read and now can was not damaged.
  if (letter.end && !letter.fault && book_.is_damaged(letter.file)) {
    if (book_.is_sound(letter.file)) drain.topics.insert("status");
  }
  if (!damage) return;
  drain.topics.insert("status");
  if (damage->file.empty()) {
    pages_damaged_ms_ = drain.now_ms;
    return;
  }
  const auto row = book_.store().attachments().get(damage->file);
  if (!row || !*row) return;
  drain.topics.insert("application/" + (*row)->of);
  const auto noted = book_.note_damaged(damage->file);
  if (noted && !*noted) drain.requests.emplace_back(SetAside{damage->file});
}

}  // namespace karvan::core
