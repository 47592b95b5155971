#include "sync/exchange/said.h"

#include <algorithm>

#include "storage/model/op.h"
#include "sync/exchange/exchange.h"

namespace karvan::exchange {
namespace {

constexpr std::size_t opening_bytes = 64;  // an operation's line says first who wrote it

}  // namespace

// What the centre's program does by itself it does again by itself.
bool is_said(std::string_view line, std::string_view centre) {
  const auto author = "\"node\":\"" + std::string(centre) + "\"";
  if (line.substr(0, opening_bytes).find(author) == line.npos) return false;
  auto op = model::parse_op(line);
  return op && op->id.node == centre && op->actor != centre;
}

std::string said_in(const std::vector<Entry>& entries, std::string_view centre) {
  std::string said;
  for (const auto& entry : entries)
    if (!entry.own() && is_said(entry.line, centre)) (said += entry.line) += '\n';
  return said;
}

seal::Digest digest_of_said(std::string_view lines) {
  seal::Digest digest{};
  while (!lines.empty()) {
    const auto end = std::min(lines.find('\n'), lines.size() - 1);
    digest = seal::chain(digest, digest_of_line(lines.substr(0, end)));
    lines.remove_prefix(end + 1);
  }
  return digest;
}

}  // namespace karvan::exchange
