#include <charconv>

#include "sync/exchange/gone.h"
#include "sync/exchange/wire.h"

namespace karvan::exchange {
namespace {

constexpr std::string_view head_title = "karvan/head/v1\n";
constexpr std::string_view checkpoint_title = "karvan/checkpoint/v1\n";
constexpr std::string_view gone_title = "karvan/gone/v1\n";
constexpr std::size_t words_max = 10;
constexpr std::size_t gap_words = 6;

// The words of the one line that follows the title.
Result<std::vector<std::string_view>> words(std::string_view text, std::string_view title,
                                            std::size_t most = words_max) {
  if (!text.starts_with(title) || text.size() == title.size() || text.back() != '\n') return malformed("note");
  text = text.substr(title.size(), text.size() - title.size() - 1);
  std::vector<std::string_view> found;
  for (std::size_t from = 0; from <= text.size();) {
    auto end = std::min(text.find(' ', from), text.size());
    if (end == from || found.size() == most) return malformed("note");
    found.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return found;
}

Result<std::uint64_t> number(std::string_view word) {
  std::int64_t value = 0;
  auto [end, bad] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (bad != std::errc{} || end != word.data() + word.size() || value < 0) return malformed("note: number");
  return static_cast<std::uint64_t>(value);
}

std::string text_of(const Point& point) {
  return point.epoch + " " + std::to_string(point.seq) + " " + seal::to_hex(point.hash);
}

Result<Point> point_of(std::string_view epoch, std::string_view seq, std::string_view hash) {
  TRY(auto n, number(seq));
  return read_point(json::array{epoch, static_cast<std::int64_t>(n), hash});
}

}  // namespace

std::string write_head(const Head& head) {
  std::string text = std::string(head_title) + head.node + " " + text_of(head.at);
  if (head.prior) text += " " + text_of(*head.prior);
  return text + "\n";
}

Result<Head> parse_head(std::string_view text) {
  TRY(auto w, words(text, head_title));
  if ((w.size() != 4 && w.size() != 7) || !sound_name(w[0])) return malformed("head");
  Head head;
  head.node = w[0];
  TRY(head.at, point_of(w[1], w[2], w[3]));
  if (w.size() == 7) {
    TRY(head.prior, point_of(w[4], w[5], w[6]));
  }
  return head;
}

std::string write_gone(const Gone& gone) {
  std::string text = std::string(gone_title) + gone.node;
  for (const auto& gap : gone.gaps) text += " " + text_of(gap.kept) + " " + text_of(gap.next);
  return text + "\n";
}

Result<Gone> parse_gone(std::string_view text) {
  TRY(auto w, words(text, gone_title, 1 + gap_words * gaps_max));
  if (w.size() % gap_words != 1 || !sound_name(w[0])) return malformed("gone");
  Gone gone;
  gone.node = w[0];
  for (std::size_t i = 1; i < w.size(); i += gap_words) {
    Gap gap;
    TRY(gap.kept, point_of(w[i], w[i + 1], w[i + 2]));
    TRY(gap.next, point_of(w[i + 3], w[i + 4], w[i + 5]));
    gone.gaps.push_back(std::move(gap));
  }
  return gone;
}

// The hashes are left out where all feeds are empty, and what was said where that is nothing.
std::string write_checkpoint(const Checkpoint& c) {
  std::string text = std::string(checkpoint_title) + c.centre_epoch + " " + c.node + " " + std::to_string(c.office) +
                     " " + std::to_string(c.node_feed) + " " + std::to_string(c.reference) + " " +
                     std::to_string(c.fleet);
  const seal::Digest none{};
  if (c.office_hash != none || c.node_hash != none || c.reference_hash != none)
    for (const auto& hash : {c.office_hash, c.node_hash, c.reference_hash}) text += " " + seal::to_hex(hash);
  if (c.said != none) text += " " + seal::to_hex(c.said);
  return text + "\n";
}

Result<Checkpoint> parse_checkpoint(std::string_view text) {
  TRY(auto w, words(text, checkpoint_title));
  if ((w.size() != 6 && w.size() != 9 && w.size() != 10) || !sound_name(w[0]) || !sound_name(w[1]))
    return malformed("checkpoint");
  Checkpoint checkpoint;
  checkpoint.centre_epoch = w[0];
  checkpoint.node = w[1];
  TRY(checkpoint.office, number(w[2]));
  TRY(checkpoint.node_feed, number(w[3]));
  TRY(checkpoint.reference, number(w[4]));
  TRY(checkpoint.fleet, number(w[5]));
  if (w.size() == 6) return checkpoint;
  TRY(checkpoint.office_hash, read_digest(w[6]));
  TRY(checkpoint.node_hash, read_digest(w[7]));
  TRY(checkpoint.reference_hash, read_digest(w[8]));
  if (w.size() == 10) {
    TRY(checkpoint.said, read_digest(w[9]));
  }
  return checkpoint;
}

}  // namespace karvan::exchange
