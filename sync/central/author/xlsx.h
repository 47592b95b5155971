#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "sync/central/author/csv.h"

// A spreadsheet as Excel, LibreOffice and their kin save it (ECMA-376 SpreadsheetML, zipped), as text: each cell as
// people see it ("1", "TRUE", "2026-11-21"), a formula's last result, merged cells in their first. Whatever a file
// holds, reading it costs at most the bounds below; nothing outside of it is ever opened.
namespace karvan::central::author {

struct XlsxFault {
  std::string sheet;    // empty: the file as a whole
  std::size_t row = 0;  // 0: the sheet as a whole
  std::string column;   // "AB"
  std::string what, instead;
};

// Sheets in their order with their names; row 1 is rows[0], blank rows within included.
using XlsxSheets = std::vector<std::pair<std::string, std::vector<Row>>>;

// Sheets that are not wanted come without their rows, unread; the only sheet is always wanted.
tl::expected<XlsxSheets, XlsxFault> read_xlsx(std::string_view bytes,
                                              const std::function<bool(std::string_view)>& wanted);

inline constexpr std::size_t xlsx_bytes_max = 8 << 20;
inline constexpr std::size_t xlsx_parts_max = 1000;
inline constexpr std::size_t xlsx_part_bytes_max = 24 << 20;  // unpacked
inline constexpr std::size_t xlsx_unpacked_max = 48 << 20;    // of all parts that are read
inline constexpr std::size_t xlsx_sheets_max = 50;
// '<' and '=' of one part: no more nodes and attributes than that can be made of it.
inline constexpr std::size_t xlsx_markup_max = 2'000'000;
inline constexpr std::size_t xlsx_cells_max = 1'000'000;      // of all sheets, blank ones before a filled one included
inline constexpr std::size_t xlsx_text_bytes_max = 32 << 20;  // of all cells; one may be named by many

}  // namespace karvan::central::author
