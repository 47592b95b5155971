#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

// Comma-separated values (RFC 4180): quoted cells may hold commas, newlines and doubled quotes; lines end in LF or
// CRLF; a byte order mark is passed over. UTF-8 only.
namespace karvan::central::author {

using Row = std::vector<std::string>;

struct CsvFault {
  std::size_t row = 0;  // 1-based, counting records as a spreadsheet does
  std::string what;
  std::string instead;
};

tl::expected<std::vector<Row>, CsvFault> read_csv(std::string_view bytes);

inline constexpr std::size_t csv_bytes_max = 16 << 20;
inline constexpr std::size_t csv_rows_max = 50000;
inline constexpr std::size_t csv_columns_max = 300;
inline constexpr std::size_t csv_cells_max = 2'000'000;
inline constexpr std::size_t csv_cell_bytes_max = 32 << 10;

}  // namespace karvan::central::author
