#include <charconv>
#include <cstdlib>

#include "node/core/book.h"

// What this box may believe about the time.
namespace karvan::core {
namespace {

constexpr std::int64_t noted_each_ms = 10 * 60'000;
constexpr std::int64_t skew_ms_max = 5 * 60'000;
constexpr std::string_view skewed_word = " skewed";

}  // namespace

bool Book::time_certain() const {
  return !skewed_ && model::standing(trusted_, now_ms_) == model::Standing::certain &&
         clock_.last().ms <= now_ms_ + model::ahead_ms_max;
}

Result<void> Book::load_time() {
  trusted_ = {0, options_.time_high_ms};
  TRY(auto kept, store_.documents().get("time", "trusted"));
  if (!kept) return {};
  std::string_view text = kept->bytes;
  skewed_ = text.ends_with(skewed_word);
  if (skewed_) text.remove_suffix(skewed_word.size());
  std::from_chars(text.data(), text.data() + text.size(), trusted_.low_ms);
  return {};
}

Result<void> Book::keep_time() {
  std::string text = std::to_string(trusted_.low_ms);
  if (skewed_) text += skewed_word;
  return store_.documents().put({"time", "trusted", text, 0});
}

Result<void> Book::know_passed(std::int64_t passed_ms) {
  const auto before = trusted_;
  trusted_ = model::after(trusted_, passed_ms);
  return trusted_ == before ? Result<void>{} : keep_time();
}

Result<void> Book::know_time(std::int64_t centre_ms) {
  const bool skewed = std::abs(now_ms_ - centre_ms) > skew_ms_max;
  const bool news = skewed != skewed_ || centre_ms < trusted_.low_ms || centre_ms - trusted_.low_ms >= noted_each_ms;
  if (!news || centre_ms > trusted_.high_ms) return {};
  skewed_ = skewed;
  trusted_.low_ms = centre_ms;
  return keep_time();
}

// This box has written while certain.
Result<void> Book::note_time() {
  if (!time_certain() || now_ms_ - trusted_.low_ms < noted_each_ms) return {};
  return know_passed(now_ms_);
}

}  // namespace karvan::core
