#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/seal/hash.h"
#include "storage/sqlite/statement.h"

// Reading rows, for the sources of this room and of storage/salvage.
namespace karvan::store {

// Calls `read(statement)` at each row and gives what it made.
template <class Read>
auto all(Result<sqlite::Statement> query, Read read) -> Result<std::vector<decltype(read(*query))>> {
  TRY(auto rows, std::move(query));
  std::vector<decltype(read(rows))> out;
  while (true) {
    TRY(bool more, rows.next());
    if (!more) return out;
    out.push_back(read(rows));
  }
}

template <class Read>
auto first(Result<sqlite::Statement> query, Read read) -> Result<std::optional<decltype(read(*query))>> {
  using Row = decltype(read(*query));
  TRY(auto rows, std::move(query));
  TRY(bool any, rows.next());
  return any ? std::optional<Row>(read(rows)) : std::optional<Row>();
}

inline Result<std::uint64_t> count_of(Result<sqlite::Statement> query) {
  TRY(auto count, first(std::move(query), [](const auto& q) { return static_cast<std::uint64_t>(q.integer(0)); }));
  return count.value_or(0);
}

// A column of another length gives zeros, which no chain holds.
inline seal::Digest digest_at(const sqlite::Statement& row, int column) {
  seal::Digest digest = {};
  const auto bytes = row.bytes(column);
  if (bytes.size() == digest.size()) std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

inline sqlite::Blob blob(const seal::Digest& digest) { return {seal::view(digest)}; }

// Which of the centre's lives it is (`lives`).
inline constexpr std::string_view present_life = "coalesce((SELECT max(life) FROM lives), 0)";

// Folded beyond where all later lives of the centre go with its own.
inline constexpr std::string_view outlived =
    "position > coalesce((SELECT min(common) FROM lives WHERE lives.life > records.life), position)";

// As of the present life.
inline std::string standing_position() {
  return std::string("CASE WHEN ").append(outlived).append(" THEN 0 ELSE position END");
}

inline Result<void> done(const Result<std::int64_t>& ran) {
  if (!ran) return tl::unexpected(ran.error());
  return {};
}

}  // namespace karvan::store
