#include "node/core/scrub.h"

#include <algorithm>

#include "storage/model/json.h"
#include "storage/sqlite/database.h"

namespace karvan::core {
namespace {

using sqlite::page_bytes;
constexpr std::string_view part_names[] = {"pages", "files", "rest"};

}  // namespace

void Scrub::resume(std::string_view place) {
  auto read = json::parse_object(place);
  auto part = read ? json::string_at(*read, "part") : Result<std::string>("");
  const auto named = std::find(std::begin(part_names), std::end(part_names), part.value_or(""));
  if (named == std::end(part_names)) return;
  part_ = static_cast<Part>(named - part_names);
  page_ = static_cast<std::uint64_t>(std::max<std::int64_t>(0, json::integer_at(*read, "page").value_or(0)));
  begun_ms_ = json::integer_at(*read, "begun").value_or(0);
  file_ = json::string_at(*read, "file").value_or("");
}

std::string Scrub::place() const {
  return json::write(json::object{
      {"part", part_names[static_cast<std::size_t>(part_)]}, {"page", page_}, {"file", file_}, {"begun", begun_ms_}});
}

std::optional<ReadAgain> Scrub::next(std::int64_t now_ms, bool busy, const NextFile& next_file) {
  if (due_ms_ == 0) due_ms_ = now_ms + scrub_after_start_ms;
  // The clock may be set back.
  due_ms_ = std::min(due_ms_, now_ms + scrub_after_start_ms);
  if (under_way_ || busy || now_ms < due_ms_) return std::nullopt;
  if (part_ == Part::rest) {
    if (now_ms >= begun_ms_ && now_ms - begun_ms_ < scrub_pass_ms) return std::nullopt;
    next_part();
  }
  if (begun_ms_ == 0 || begun_ms_ > now_ms) begun_ms_ = now_ms;
  if (part_ == Part::files && reading_.empty()) {
    reading_ = next_file(file_);
    offset_ = 0;
    if (reading_.empty()) {
      next_part();
      return std::nullopt;
    }
  }
  under_way_ = true;
  asked_ms_ = now_ms;
  const auto from = part_ == Part::pages ? page_ * page_bytes : offset_;
  return ReadAgain{reading_, from, scrub_piece_bytes};
}

void Scrub::next_part() {
  part_ = part_ == Part::pages ? Part::files : part_ == Part::files ? Part::rest : Part::pages;
  page_ = 0;
  file_.clear();
  reading_.clear();
  unkept_bytes_ = scrub_kept_bytes;
  if (part_ == Part::pages) begun_ms_ = 0;
}

void Scrub::move_on(const WasRead& read) {
  suspect_ = false;
  if (part_ == Part::pages) {
    page_ = read.next / page_bytes;
    if (read.end) next_part();
    return;
  }
  offset_ = read.next;
  if (read.end) file_ = std::exchange(reading_, {});
}

// Told once; the pass goes on after it.
void Scrub::pass_over(const WasRead& read) {
  suspect_ = false;
  if (part_ == Part::pages) {
    page_ += scrub_piece_bytes / page_bytes;
    if (read.end) next_part();
    return;
  }
  file_ = std::exchange(reading_, {});
}

std::optional<Scrub::Damage> Scrub::answered(const WasRead& read, std::int64_t now_ms) {
  if (!under_way_ || read.file != reading_) return std::nullopt;
  under_way_ = false;
  const auto rest_ms = static_cast<std::int64_t>(
      std::max(read.used_us * scrub_one_in / 1'000 + 1, read.bytes * 1'000 / scrub_bytes_a_second_max));
  due_ms_ = std::max(now_ms, asked_ms_) + rest_ms;
  unkept_bytes_ += read.bytes;
  if (!read.fault) {
    move_on(read);
    return std::nullopt;
  }
  if (read.fault->code == Code::busy) return std::nullopt;
  offset_ = 0;
  // What is written at this very moment may be half there.
  if (!std::exchange(suspect_, true)) return std::nullopt;
  Damage damage{reading_, *read.fault};
  pass_over(read);
  return damage;
}

bool Scrub::worth_keeping() {
  if (unkept_bytes_ < scrub_kept_bytes) return false;
  unkept_bytes_ = 0;
  return true;
}

}  // namespace karvan::core
