#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "storage/model/op.h"

// The merge rules once more, as sets, written from the design alone ("Conflicts") by somebody who had not read the
// judge. It is slow and knows the whole history; the judge is quick and knows one record. They must agree.
namespace karvan::agreement {

using Answers = std::map<std::string, std::string>;

// A question, without the form engine: its three expressions are functions of the answers in force.
struct Question {
  std::string merge = "review";  // newest, centre, union, review
  std::function<bool(const Answers&)> relevant = {};
  std::function<bool(const Answers&)> agrees = {};       // its constraint
  std::function<std::string(const Answers&)> made = {};  // its calculation: nobody types it
};

struct Form {
  std::map<std::string, Question> questions;
  std::string repeat;                                  // name of its one repeat: a union of instances' ids
  std::map<std::string, std::string> merge_in_repeat;  // of the repeat's questions: name -> rule
};

// What the line of an operation does not say.
struct Told {
  std::string author;   // the person at the centre; on a box, the box, as long as its log is one line
  bool centre = false;  // written at the centre, by its people or an institution
  std::int64_t received_ms = 0;
  bool certain = true;
  std::set<model::OpId> seen;  // all that its author had seen, everything of their own included
};

struct Value {
  std::string value;
  model::OpId writer;
  auto operator<=>(const Value&) const = default;
};

struct Field {
  Value in_force;  // writer of seq 0: nobody yet
  bool held = false;
  bool late = false;
  std::set<Value> contenders;
  std::set<Value> settled;            // contended in a conflict that a person has settled
  std::vector<model::OpId> resolved;  // resolutions that stand, in order
  std::set<Value> members, removed;   // union: additions, and those of them that were taken out
};

class Oracle {
 public:
  explicit Oracle(Form form) : form_(std::move(form)) {}
  // The next operation of the record, in the order of the centre's feed.
  void receive(const model::Op& op, const Told& told);

  const std::map<std::string, Field>& fields() const { return fields_; }
  std::string rule_of(const std::string& key) const;
  // Values in force; of a union the members alive, sorted, parted by blanks.
  Answers answers() const;
  // Instances in which an edit met a deletion, neither author knowing of the other: (list, id).
  const std::set<std::pair<std::string, std::string>>& contested() const { return contested_; }
  // Whether the last operation's changes met changes of others that its author had not seen.
  bool parallel() const { return parallel_; }
  // What a field showed to somebody who had seen these operations alone is no concern of section 5; what each wrote is.
  std::string written(const model::OpId& op, const std::string& key) const;

 private:
  void set(const std::string& key, const std::string& value);
  void merge(const std::string& key, Field& field, const Value& mine);
  void set_members(const std::string& key, const std::string& value);
  void add(const std::string& key, const std::string& value);
  void remove(const std::string& key, const std::string& value, const model::OpId& of);
  void meet_deletion(const std::string& key);
  bool resolve(const model::Resolved& resolved);  // whether it took effect
  bool was_said(const Field& field, const model::Resolved& resolved) const;
  void compute();
  bool hold(const std::map<std::string, Field>& was, const Answers& before, const std::string& resolved);
  void evaluate(const std::map<std::string, Field>& was, const Answers& before, const std::string& resolved);
  bool unseen(const model::OpId& id) const;
  bool later(const model::OpId& mine, const model::OpId& other) const;

  struct Known {
    model::Op op;
    Told told;
  };
  Form form_;
  std::map<model::OpId, Known> ops_;
  model::OpId first_, now_;
  std::map<std::string, Field> fields_;
  std::set<std::pair<std::string, std::string>> contested_;
  bool parallel_ = false;
};

std::set<std::string> words(const std::string& text);

}  // namespace karvan::agreement
