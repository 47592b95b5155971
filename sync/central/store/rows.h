#pragma once
#include <algorithm>
#include <vector>

#include "storage/seal/hash.h"
#include "storage/sqlite/database.h"

namespace karvan::central {

// All rows of a statement, each made by `at`.
template <class Row>
Result<std::vector<Row>> all(Result<sqlite::Statement> rows, Row (*at)(const sqlite::Statement&)) {
  if (!rows) return tl::unexpected<Error>(rows.error());
  std::vector<Row> found;
  while (true) {
    TRY(bool more, rows->next());
    if (!more) return found;
    found.push_back(at(*rows));
  }
}

template <class Row>
Result<std::optional<Row>> first(Result<sqlite::Statement> rows, Row (*at)(const sqlite::Statement&)) {
  if (!rows) return tl::unexpected<Error>(rows.error());
  TRY(bool found, rows->next());
  return found ? std::optional<Row>(at(*rows)) : std::nullopt;
}

inline std::uint64_t count_at(const sqlite::Statement& row, int column) {
  return static_cast<std::uint64_t>(row.integer(column));
}

inline seal::Digest digest_at(const sqlite::Statement& row, int column) {
  seal::Digest digest{};
  const auto bytes = row.bytes(column);
  std::copy_n(bytes.begin(), std::min(bytes.size(), digest.size()), digest.begin());
  return digest;
}

// A statement of one row and one number.
inline Result<std::int64_t> number(Result<sqlite::Statement> rows) {
  if (!rows) return tl::unexpected<Error>(rows.error());
  TRY_VOID(rows->next());
  return rows->integer(0);
}

inline std::string text_at_0(const sqlite::Statement& row) { return row.text(0); }

}  // namespace karvan::central
