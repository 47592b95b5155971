#include "sync/central/author/csv.h"

#include "sync/central/author/utf8.h"

namespace karvan::central::author {

namespace {

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  tl::expected<std::vector<Row>, CsvFault> run() {
    while (!failed() && at_ < bytes_.size()) record();
    if (failed()) return tl::unexpected(CsvFault{rows_.size() + 1, what_, instead_});
    return std::move(rows_);
  }

 private:
  bool failed() const { return !what_.empty(); }
  void refuse(std::string what, std::string instead) {
    what_ = std::move(what);
    instead_ = std::move(instead);
  }
  bool at(char c) const { return at_ < bytes_.size() && bytes_[at_] == c; }
  bool take(char c) {
    if (!at(c)) return false;
    ++at_;
    return true;
  }
  bool take_newline() { return take('\n') || (take('\r') && (take('\n') || true)); }

  void record() {
    Row row;
    do {
      row.push_back(at('"') ? quoted() : bare());
      if (failed()) return;
      if (row.size() > csv_columns_max) return refuse("a row has more than 300 cells", "Remove the empty columns");
    } while (take(','));
    if (at_ < bytes_.size() && !take_newline()) {
      return refuse("a quoted cell goes on after its closing quote", "Write a quote inside a cell as two quotes");
    }
    if (rows_.size() == csv_rows_max) return refuse("there are more than 50000 rows", "Divide the list");
    cells_ += row.size();
    if (cells_ > csv_cells_max)
      return refuse("the sheet has more cells than a form can need", "Remove the empty columns");
    rows_.push_back(std::move(row));
  }

  std::string checked(std::string cell) {
    if (cell.size() > csv_cell_bytes_max) refuse("a cell is longer than 32 KiB", "Shorten it");
    if (!is_utf8(cell)) refuse("a cell is not UTF-8", "Save the sheet as CSV in the encoding UTF-8");
    return cell;
  }

  std::string bare() {
    std::size_t start = at_;
    while (at_ < bytes_.size() && !at(',') && !at('\n') && !at('\r')) ++at_;
    return checked(std::string(bytes_.substr(start, at_ - start)));
  }

  std::string quoted() {
    ++at_;
    std::string cell;
    while (at_ < bytes_.size()) {
      if (take('"')) {
        if (!take('"')) return checked(std::move(cell));
        cell += '"';
      } else {
        cell += bytes_[at_++];
      }
    }
    refuse("a quoted cell is never closed", "Close it with a quote");
    return cell;
  }

  std::string_view bytes_;
  std::size_t at_ = 0, cells_ = 0;
  std::vector<Row> rows_;
  std::string what_, instead_;
};

}  // namespace

tl::expected<std::vector<Row>, CsvFault> read_csv(std::string_view bytes) {
  if (bytes.size() > csv_bytes_max) return tl::unexpected(CsvFault{0, "the file is longer than 16 MiB", "Divide it"});
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  return Reader(bytes).run();
}

}  // namespace karvan::central::author
