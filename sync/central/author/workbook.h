#pragma once
#include <optional>
#include <string>
#include <vector>

#include "sync/central/author/csv.h"
#include "sync/central/author/fault.h"

// The sheets of an XLSForm as rows, however they came: a file each, or all in survey.csv, where a row with only its
// first cell filled names the sheet whose rows follow, their first cell blank.
namespace karvan::central::author {

struct SheetRows {
  std::string file, sheet;    // for faults
  std::size_t first_row = 1;  // of the heading, in the file
  std::vector<Row> rows;
};

struct Workbook {
  std::optional<SheetRows> survey, choices, settings;
};

// What a service's folder holds; absent files are absent.
struct SheetFiles {
  std::string folder;
  std::optional<std::string> survey, choices, settings;
};

// Faults of the files, and each sheet that Karvan does not have, are added.
Workbook open_workbook(const SheetFiles& files, std::vector<Fault>& faults);

}  // namespace karvan::central::author
