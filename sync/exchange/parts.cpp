#include "sync/exchange/parts.h"

#include <array>

#include "sync/exchange/wire.h"

namespace karvan::exchange {
namespace {

constexpr auto feeds = std::to_array<std::string_view>({"office", "node", "reference"});
constexpr std::string_view erased_opening = R"({"erased":)";

}  // namespace

std::string_view name_of(Feed feed) { return feeds.at(static_cast<std::size_t>(feed)); }

Result<Feed> feed_named(std::string_view name) {
  for (std::size_t i = 0; i < feeds.size(); ++i)
    if (feeds[i] == name) return static_cast<Feed>(i);
  return malformed("feed");
}

std::string write_erased(const Erased& erased) {
  return json::write(
      json::object{{"erased", json::object{{"seq", erased.seq}, {"digest", seal::to_hex(erased.digest)}}}});
}

std::optional<Erased> erased_of(std::string_view line) {
  if (!line.starts_with(erased_opening)) return std::nullopt;
  auto outer = json::parse_object(line, control_bytes_max);
  if (!outer || outer->size() != 1) return std::nullopt;
  auto inner = json::object_at(*outer, "erased");
  if (!inner) return std::nullopt;
  auto seq = count_at(**inner, "seq");
  auto digest = read_digest(json::string_or(**inner, "digest"));
  if (!seq || !digest) return std::nullopt;
  return Erased{*seq, *digest};
}

seal::Digest digest_of_line(std::string_view line) {
  auto erased = erased_of(line);
  return erased ? erased->digest : seal::sha256(line);
}

seal::Digest feed_chain(const seal::Digest& before, const FeedItem& item) {
  std::string text = std::to_string(item.at);
  for (std::string_view word : {item.feed, item.kind, item.id}) (text += ' ') += word;
  text += ' ';
  text += seal::to_hex(item.digest);
  text += ' ';
  text += item.verdict;
  return seal::chain(before, text);
}

std::string mark_of(const seal::Digest& hash) { return seal::to_hex(hash).substr(0, mark_digits); }

}  // namespace karvan::exchange
