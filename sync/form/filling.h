#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sync/form/evaluate.h"
#include "sync/form/instance.h"
#include "sync/form/rows.h"

// What an Instance holds: the rows, and the recalculation over them. The contract is Instance's.
namespace karvan::form {

class Filling {
 public:
  enum class How { continues, begins };
  Filling(Form form, Answers answers, Context context, How how);

  Result<std::vector<std::string>> set(std::string_view key, std::string_view value);
  Result<std::vector<std::string>> add(std::string_view repeat_key, std::string_view id);
  Result<std::vector<std::string>> remove(std::string_view instance_key);

  const std::vector<Place>& places() const;
  std::vector<std::string> instances(std::string_view repeat_key) const;
  const State* state(std::string_view key) const;
  bool group_relevant(std::string_view key) const;
  Texts group_label(std::string_view key) const;
  Value value_of(const Expression& expression) const;
  std::vector<Fault> faults() const;
  Answers answers() const;
  Answers inputs() const;
  std::size_t bytes() const;
  Answers filed() const;
  const Form& form() const { return form_; }

 private:
  using RowIndex = std::uint32_t;
  struct Found {
    RowIndex row = 0;
    std::size_t index = 0;  // of the question or the group
  };
  using Visit = std::function<void(RowIndex, const Part&)>;

  // Keys (filling_keys.cpp)
  std::optional<RowIndex> row_of(std::string_view& key) const;  // takes the instances off the key
  std::optional<RowIndex> instance_in(RowIndex row, std::size_t repeat, std::string_view id) const;
  std::optional<Found> question_at(std::string_view key) const;
  std::optional<Found> repeat_at(std::string_view key) const;
  using AnswerOf = std::function<const std::string*(RowIndex, std::size_t)>;
  Answers gathered(Answers out, const AnswerOf& answer, const std::function<bool(RowIndex, std::size_t)>& takes) const;
  void walk(RowIndex row, const std::vector<Part>& parts, const Visit& visit) const;
  std::string key_of(RowIndex row, const Part& part) const;
  std::vector<std::size_t> order_of(RowIndex row, std::size_t vertex) const;
  std::vector<std::string> touched_keys();

  // Rows (filling_rows.cpp)
  void load(Answers answers);
  RowIndex make_row(std::size_t scope, RowIndex parent, std::string id);
  bool take_kept(Row& row);  // false where nothing was kept for it
  void put_defaults(Row& row);
  void drop_row(RowIndex row);
  void keep(std::string key, std::string value);
  bool grow(RowIndex parent, std::size_t repeat, std::string id);  // false where it is full
  bool compute_instances(RowIndex row, std::size_t repeat);
  bool restore_instances(RowIndex row, std::size_t repeat);
  std::vector<RowIndex>& instances_of(RowIndex row, std::size_t repeat);
  void renumber(RowIndex row, std::size_t repeat);
  std::string ids_of(RowIndex row, std::size_t repeat) const;  // parted by blanks

  // Recalculation (filling.cpp)
  void compute_all();
  void settle();
  void spread();
  void rebuild();
  void queue(std::size_t vertex, RowIndex row);
  void queue_row(RowIndex row);
  void queue_dependents(std::size_t vertex, RowIndex row);
  void under(RowIndex row, std::size_t scope, const std::function<void(RowIndex)>& visit) const;
  void give(RowIndex row, std::size_t question, std::string value);
  void fire_triggers();
  void put_first_values();
  void touch(std::size_t vertex, RowIndex row);
  bool spent() const;  // this change has cost what one may
  // Whether a row is still there, and still of that scope: its place may have been taken since.
  bool stands(RowIndex row, std::size_t scope) const { return rows_[row].alive && rows_[row].scope == scope; }

  // One vertex in one row; true where something that others see has changed (filling_compute.cpp)
  bool compute(std::size_t vertex, RowIndex row);
  bool compute_group(RowIndex row, std::size_t group);
  bool compute_relevance(RowIndex row, std::size_t question);
  bool compute_value(RowIndex row, std::size_t question);
  bool compute_state(RowIndex row, std::size_t question);
  Value evaluated(const Expression& expression, RowIndex row, std::size_t question, const Choice* choice = nullptr);
  bool holds(const Expression& expression, RowIndex row, std::size_t question, bool otherwise);
  Flaw flaw_of(RowIndex row, std::size_t question);
  std::optional<std::vector<std::string>> choices_left(RowIndex row, std::size_t question);
  Texts filled(const Texts& words, const Marked& marked, RowIndex row) const;

  Cell& cell(RowIndex row, std::size_t question) { return rows_[row].cells[plan().question_slot[question]]; }
  const Cell& cell(RowIndex row, std::size_t question) const {
    return rows_[row].cells[plan().question_slot[question]];
  }
  bool relevant(RowIndex row, std::size_t group) const { return rows_[row].groups[plan().group_slot[group]]; }
  const Plan& plan() const { return form_.plan(); }

  Form form_;
  Context context_;
  std::vector<Row> rows_;  // the form itself first
  std::vector<RowIndex> free_;
  Answers aside_;  // kept, of instances that are not there
  std::size_t places_now_ = 0;
  bool continues_ = true;    // while loading: what was answered stands, no default is put in
  bool crowded_ = false;     // places_max has cut a repeat short
  bool exhausted_ = false;   // steps_max was reached
  std::uint64_t steps_ = 0;  // of all vertices in all rows, as they were last computed
  std::uint64_t work_ = 0;   // of the vertex at work
  std::uint64_t spent_ = 0;  // on the change at work, triggers and first values included

  std::vector<std::uint64_t> heap_;                        // rank and row of what waits, the first on top
  std::vector<std::vector<RowIndex>> batch_;               // while everything is computed: rows by scope number
  std::vector<std::pair<RowIndex, std::size_t>> touched_;  // rows and vertices whose state changed
  std::vector<std::pair<RowIndex, std::size_t>> changed_;  // rows and questions that may trigger others
  std::set<std::pair<RowIndex, std::size_t>> fired_;
  std::vector<RowIndex> newcomers_;  // rows that wait for their first values
  bool quiet_ = false;               // nobody asks what changed
  mutable std::vector<Place> places_;
  mutable bool places_known_ = false;
};

}  // namespace karvan::form
