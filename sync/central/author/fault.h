#pragma once
#include <string>
#include <vector>

namespace karvan::central::author {

// One thing that an author must put right before a catalogue can be published, in English and for a person: where it
// stands, what is wrong, what to write instead.
struct Fault {
  std::string file;     // "domicile/survey.csv"
  std::string sheet;    // survey, choices, settings; empty for TOML
  std::size_t row = 0;  // as a spreadsheet counts, the heading being 1; a line of TOML; 0: the file as a whole
  std::string column;   // the heading as written, or the TOML key
  std::string what;
  std::string instead;
  bool operator==(const Fault&) const = default;
};

// "domicile/survey.csv:12 [relevant] there is no question ${ages}. Write …", "domicile/form.xlsx survey:12 [relevant]
// …"
std::string describe(const Fault& fault);

// Gathers faults of one file, so that all are told at once.
class Faults {
 public:
  Faults(std::string file, std::string sheet, std::vector<Fault>& into)
      : file_(std::move(file)), sheet_(std::move(sheet)), into_(into), first_(into.size()) {}
  void add(std::size_t row, std::string column, std::string what, std::string instead);
  bool any() const { return into_.size() > first_; }

 private:
  std::string file_, sheet_;
  std::vector<Fault>& into_;
  std::size_t first_;
};

inline constexpr std::size_t faults_max = 1000;  // further ones are not kept

}  // namespace karvan::central::author
