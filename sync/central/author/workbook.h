#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sync/central/author/csv.h"
#include "sync/central/author/fault.h"

// The sheets of an XLSForm as rows, however they came: an .xlsx, a CSV file each, or all in survey.csv, where a row
// with only its first cell filled names the sheet whose rows follow, their first cell blank.
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
  std::optional<std::string> survey, choices, settings;       // CSV
  std::map<std::string, std::string, std::less<>> workbooks;  // *.xlsx by name; at most one may be there
  std::map<std::string, std::string, std::less<>> tables;     // every other *.csv by name: lists, and pulldata's
  std::set<std::string, std::less<>> media;                   // names below media/
};

// The files of one folder, out of a catalogue's ("domicile/survey.csv", "domicile/media/stamp.png").
SheetFiles sheet_files(const std::map<std::string, std::string, std::less<>>& files, const std::string& folder);

// Faults of the files, and each sheet that Karvan does not have, are added.
Workbook open_workbook(const SheetFiles& files, std::vector<Fault>& faults);

}  // namespace karvan::central::author
