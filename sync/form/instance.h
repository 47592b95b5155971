#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/form/form.h"
#include "sync/form/value.h"

namespace karvan::form {

struct Expression;

// What an expression may know of the world. The same context and answers give the same result on every machine.
struct Context {
  std::string today;        // civil date at the desk, "2026-11-21"
  std::string now;          // "2026-11-21T14:02:00.000+05:00"
  std::string seed = {};    // what uuid() and random() are drawn from, with the place: the application's or draft's id
  std::string device = {};  // answers the metadata deviceid
  std::string user = {};    // answers the metadata username
};

// Key (see Question) -> value in XForms' lexical form (xsd:date, xsd:integer, choice names parted by spaces, "OK" for
// an acknowledgement); key of a repeat -> its instances' ids in order, parted by blanks. Blank and absent are the same.
using Answers = std::map<std::string, std::string>;

// `limit` is of a repeat that has more instances than it may, or of the form where its expressions took more than
// steps_max: what is beyond is not there or not computed, so nothing can be filed.
enum class Flaw { none, required, constraint, type, limit };
std::string_view name_of(Flaw flaw);  // "", "required", "constraint", "type", "limit": the page's words

struct State {
  std::string value;
  bool relevant = true;  // its groups' relevance included
  bool required = false;
  bool read_only = false;
  Flaw fault = Flaw::none;                          // none where not relevant
  std::optional<std::vector<std::string>> choices;  // what choice_filter leaves; absent where there is no filter
  std::optional<Texts> label;                       // the label with ${name} filled in; absent where it has none
  bool operator==(const State&) const = default;
};

struct Fault {
  std::string question;  // a key; of a repeat, or the form's id, where the flaw is `limit`
  Flaw flaw = Flaw::none;
  bool operator==(const Fault&) const = default;
};

// One question where it stands.
struct Place {
  std::string key;
  const Question* question = nullptr;
};

// An expression beside the form, of a fee or an exemption: it stands outside every repeat. Parsed once, immutable.
class Formula {
 public:
  // Refused like an expression of the form (expression_broken).
  static Result<Formula> make(const Form& form, std::string_view xpath);

 private:
  friend class Instance;
  Formula(Form form, std::shared_ptr<const Expression> expression);
  Form form_;
  std::shared_ptr<const Expression> expression_;
};

class Filling;  // what an Instance holds

// One application being filled in. An invalid answer is kept and marked: it stops filing, not typing. What is not
// relevant keeps its answer, is blank to every expression, and is blank when filed; so do the answers of an instance
// of a repeat that goes.
// Not for sharing between threads; about a microsecond a question to make anew.
class Instance {
 public:
  // Continues: no default is applied, so that what a person has cleared stays clear. Answers to questions that the
  // form does not have are dropped. Calculations are made afresh, but for `once()` and those that a trigger starts.
  Instance(Form form, Answers answers, Context context);
  // Begins: defaults and metadata are in. An open repeat has no instance yet.
  static Instance begin(Form form, Context context);

  Instance(const Instance& other);
  Instance(Instance&& other) noexcept;
  Instance& operator=(const Instance& other);
  Instance& operator=(Instance&& other) noexcept;
  ~Instance();

  // Takes an answer and recalculates what depends on it. Digits of any script become ASCII where the question is a
  // number, a date, masked or has the appearance "numbers"; blanks at both ends go. Returns the keys of the groups,
  // repeats and questions whose state changed, each kind in form order (the question itself included where its value
  // changed, a repeat where its instances did). Refused: unknown_question, answer_read_only (calculations and metadata
  // included), answer_too_long.
  Result<std::vector<std::string>> set(std::string_view key, std::string_view value);
  // One more instance at the end of an open repeat, its defaults in; an id that was removed comes back with its
  // answers. Returns what changed, as `set` does. Refused: unknown_question (no open repeat, no such id, or one that is
  // in use), repeat_full.
  Result<std::vector<std::string>> add(std::string_view repeat_key, std::string_view id);
  // Takes an instance ("members/7k3q") out of an open repeat. Returns what changed. Refused: unknown_question.
  Result<std::vector<std::string>> remove(std::string_view instance_key);

  // Every question where it now stands, in form order. Valid until the next `set`, `add` or `remove`.
  const std::vector<Place>& places() const;
  // Ids in order; empty where the form has no such repeat there.
  std::vector<std::string> instances(std::string_view repeat_key) const;
  // Of a question where it stands; nullptr where there is none by that key. Valid until the next change.
  const State* state(std::string_view key) const;
  // Of a group, a repeat or an instance of one; false where there is none by that key.
  bool group_relevant(std::string_view key) const;
  // The label of a group or a repeat's instance with ${name} filled in; empty where there is none by that key.
  Texts group_label(std::string_view key) const;
  // The author's words for the question's fault; nullptr where there is none.
  const Texts* message(std::string_view key) const;
  // The value as a person reads it: labels for choices, else the value. Blank where not relevant.
  std::string shown(std::string_view key, std::string_view language) const;
  // Blank where it would take more than steps_max. The formula must be of this form.
  Value value_of(const Formula& formula) const;

  std::vector<Fault> faults() const;  // what stops filing, in form order
  Answers answers() const;            // all that is kept, even irrelevant, invalid, or of instances that went
  // The same without what the engine makes again of the others: enough to continue with.
  Answers inputs() const;
  std::size_t bytes() const;  // keys and values of answers() together
  // What an application takes: relevant only, calculations in, blanks absent, the metadata `end` in.
  Answers filed() const;

  const Form& form() const;

 private:
  explicit Instance(std::unique_ptr<Filling> filling);
  std::unique_ptr<Filling> filling_;
};

}  // namespace karvan::form
