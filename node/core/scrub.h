#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "node/core/letters.h"

namespace karvan::core {

// What is stored is read again, so that damage is noticed while what it took can still be had again: the pages of the
// database, then the sealed files, a piece at a time, and after a pass a rest. Decides what is read when, and what is
// damaged; it reads nothing itself, and its clock is an argument.
class Scrub {
 public:
  // The first file whose hash is above this one; empty: there is none.
  using NextFile = std::function<std::string(const std::string& after)>;

  // Goes on from where another program came to (`place()`), which may be empty; what does not read begins anew.
  void resume(std::string_view place);
  // Where it is, to be kept; a file or piece under way is read from its beginning again.
  std::string place() const;

  // The next piece, if one is due. Nothing while one is under way, or where `busy`: people are at work.
  std::optional<ReadAgain> next(std::int64_t now_ms, bool busy, const NextFile& next_file);

  // What could not be read, and not a second time either. `file` empty: a page of the database.
  struct Damage {
    std::string file;
    Error error;
  };
  // The answer to `next`, taken at `now_ms`. io_failed counts as damage: of a disk that wears out it is the first sign.
  std::optional<Damage> answered(const WasRead& read, std::int64_t now_ms);
  // Its answer will not come.
  void dropped() { under_way_ = false; }
  // Enough was read since the last call that its place is worth a write.
  bool worth_keeping();

 private:
  enum class Part { pages, files, rest };
  void move_on(const WasRead& read);
  void pass_over(const WasRead& read);
  void next_part();

  Part part_ = Part::pages;
  std::uint64_t page_ = 0;
  std::string file_;           // the last that was read to its end
  std::int64_t begun_ms_ = 0;  // the pass
  std::string reading_;        // the file under way
  std::uint64_t offset_ = 0;   // in it
  bool suspect_ = false;       // what comes next could not be read a moment ago
  bool under_way_ = false;
  std::int64_t asked_ms_ = 0, due_ms_ = 0;
  std::uint64_t unkept_bytes_ = 0;
};

inline constexpr std::uint64_t scrub_piece_bytes = 1 << 20;
// Of a core: after a piece it rests so many times as long as it used, so that its time is no more than one part in as
// many.
inline constexpr std::uint64_t scrub_one_in = 20;
inline constexpr std::uint64_t scrub_bytes_a_second_max = 4 << 20;
// A box that has just started has better things to do.
inline constexpr std::int64_t scrub_after_start_ms = 60'000;
// A pass begins no sooner after the one before: a disk is not read for its own sake.
inline constexpr std::int64_t scrub_pass_ms = 24 * 3'600'000LL;
// Its place is kept this often: what is read twice after a restart.
inline constexpr std::uint64_t scrub_kept_bytes = 64 << 20;
// More letters between two ticks than this: people are at work.
inline constexpr std::size_t scrub_letters_max = 16;

}  // namespace karvan::core
