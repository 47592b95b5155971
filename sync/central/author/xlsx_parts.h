#pragma once
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "sync/central/author/xlsx.h"

// Inside the reader of .xlsx: a part each.
namespace karvan::central::author {

template <class T>
using XlsxResult = tl::expected<T, XlsxFault>;

tl::unexpected<XlsxFault> refuse_xlsx(std::string what, std::string instead);

// A part's XML. Refused: what is not well-formed, has a document type (and so may have entities), or markup beyond
// xlsx_markup_max, which is counted before anything is built.
XlsxResult<void> load_xml(const std::string& bytes, pugi::xml_document& into);

// Names without their prefix: a program may write x:row for row.
std::string_view local_name(const char* name);
pugi::xml_node child_named(pugi::xml_node parent, std::string_view name);
std::string_view attribute_named(pugi::xml_node node, std::string_view name);

// The words of <si> or <is>: runs joined, readings of East Asian characters left out, _x000A_ as what it stands for.
std::string words_of(pugi::xml_node item);

// How a number is shown, by the cell's style.
enum class NumberKind { number, date, time, date_time };
std::vector<NumberKind> number_kinds(pugi::xml_node style_sheet);
std::string shown_number(std::string_view stored, NumberKind kind, bool from_1904);

struct XlsxBook {
  std::vector<std::string> strings;
  std::vector<NumberKind> kinds;
  bool from_1904 = false;
  std::size_t cells = 0, text_bytes = 0;  // so far
};
XlsxResult<std::vector<Row>> read_cells(pugi::xml_node work_sheet, XlsxBook& book);

}  // namespace karvan::central::author
