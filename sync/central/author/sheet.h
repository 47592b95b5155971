#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/central/author/fault.h"
#include "sync/central/author/headings.h"
#include "sync/central/author/workbook.h"
#include "sync/form/form.h"

// A sheet of an XLSForm: its columns by their standard names, whatever their order, case or spelling variant.
namespace karvan::central::author {

class Sheet {
 public:
  // Faults of the heading, and each filled cell under a refused column, are added to `faults`.
  Sheet(const SheetRows& rows, const Columns& columns, std::string default_language, Faults& faults);

  std::size_t size() const { return rows_.size(); }  // rows below the heading, blank ones included
  std::size_t row_number(std::size_t row) const { return first_row_ + row + 1; }
  bool blank(std::size_t row) const;
  bool has(std::string_view column) const { return heading_of(column) != nullptr; }
  // The cell without blanks around it; empty where the column is absent.
  std::string cell(std::size_t row, std::string_view column) const;
  form::Texts texts(std::size_t row, std::string_view column) const;
  // Data columns of an open sheet, those with a value only.
  std::map<std::string, std::string> others(std::size_t row) const;
  // The heading as the author wrote it, for faults; of a worded column the first.
  std::string heading(std::string_view column) const;
  std::string heading(std::string_view column, std::string_view language) const;
  std::size_t heading_row() const { return first_row_; }
  std::vector<std::string> languages() const;  // of worded columns, in their order

 private:
  struct Heading {
    std::string name, language, written;
    std::size_t index = 0;
    bool other = false;
  };
  const Heading* heading_of(std::string_view column) const;
  std::string_view at(std::size_t row, std::size_t index) const;
  void add_heading(const std::string& written, std::size_t index, const Columns& columns, Faults& faults);
  // Whether a heading in a language, or in none, may stand; tells why not.
  bool take_language(const HeadingName& name, Heading& heading, const Columns& columns, Faults& faults) const;
  void refuse_filled(std::size_t index, const std::string& written, std::string_view instead, Faults& faults) const;

  std::vector<Row> rows_;
  std::vector<Heading> headings_;
  std::string default_language_;
  std::size_t first_row_ = 1;
};

}  // namespace karvan::central::author
