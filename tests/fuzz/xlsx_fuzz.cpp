// Any bytes as a workbook, or as one part of it (the first byte chooses): read or refused in words, and within the
// bounds that the reader names.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sync/central/author/xlsx.h"
#include "tests/support/workbook_writer.h"

using namespace karvan::central::author;

namespace {

void check(const XlsxSheets& sheets) {
  std::size_t cells = 0;
  for (const auto& [name, rows] : sheets) {
    if (rows.size() > csv_rows_max) std::abort();
    for (const Row& row : rows) {
      cells += row.size();
      for (const std::string& cell : row) {
        if (cell.size() > csv_cell_bytes_max) std::abort();
      }
    }
  }
  if (cells > xlsx_cells_max) std::abort();
}

std::string workbook_from(std::string_view bytes) {
  if (bytes.empty()) return {};
  const std::string part(bytes.substr(1)),
      sheet = sheet_xml("<row><c t=\"s\"><v>0</v></c><c s=\"1\"><v>46347.5</v></c></row>");
  switch (bytes[0]) {
    case 'a':
      return zipped(workbook_parts({{"survey", part}}));
    case 'b':
      return zipped(workbook_parts({{"survey", sheet}}, part));
    case 'c':
      return zipped(workbook_parts({{"survey", sheet}}, "<sst><si><t>x</t></si></sst>", part));
    default:
      return std::string(bytes);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes = workbook_from({reinterpret_cast<const char*>(data), size});
  auto sheets = read_xlsx(bytes, [](std::string_view) { return true; });
  if (sheets) {
    check(*sheets);
  } else if (sheets.error().what.empty() || sheets.error().instead.empty()) {
    std::abort();
  }
  return 0;
}
