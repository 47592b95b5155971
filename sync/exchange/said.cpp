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

}  // namespace karvan::exchange
