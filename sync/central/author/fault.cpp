#include "sync/central/author/fault.h"

namespace karvan::central::author {

std::string describe(const Fault& fault) {
  std::string out = fault.file;
  // A CSV file is named after its sheet; a workbook is not.
  if (!fault.sheet.empty() && fault.file.find(fault.sheet + ".csv") == std::string::npos) out += " " + fault.sheet;
  if (fault.row > 0) out += ":" + std::to_string(fault.row);
  if (!fault.column.empty()) out += " [" + fault.column + "]";
  return out + " " + fault.what + ". " + fault.instead + ".";
}

void Faults::add(std::size_t row, std::string column, std::string what, std::string instead) {
  if (into_.size() >= faults_max) return;
  into_.push_back({file_, sheet_, row, std::move(column), std::move(what), std::move(instead)});
}

}  // namespace karvan::central::author
