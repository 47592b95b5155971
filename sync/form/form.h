#pragma once
#include <boost/json/fwd.hpp>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/error.h"

// A form as it was compiled from an XLSForm (https://xlsform.org) and published. It is immutable; `Instance` fills it
// in.
namespace karvan::form {

// Language tag (BCP 47: en, ur, az) -> words.
using Texts = std::map<std::string, std::string>;
// The words in `language`, else in English, else in the first language there is; empty where there are none.
std::string_view text_in(const Texts& texts, std::string_view language);

// XLSForm's question types that Karvan runs. Others are refused when a service is published.
enum class Type {
  text,
  integer,
  decimal,
  date,
  time,
  date_time,
  select_one,
  select_multiple,
  note,
  calculate,
  hidden,
  acknowledge,
  image,  // photograph, scan or impression of a finger; the value is the attachment's hash, hex SHA-256
  file
};
// XLSForm's word for it ("dateTime", "select_one"), which is also the page's.
std::string_view name_of(Type type);
std::optional<Type> parse_type(std::string_view name);
// Whether an answer is a file: its value names the attachment and tells a person nothing.
constexpr bool is_attachment(Type type) { return type == Type::image || type == Type::file; }

struct Choice {
  std::string name;
  Texts label;
  std::map<std::string, std::string> columns;  // further columns of the choices sheet, for choice_filter
};

// XPath as the author wrote it (ODK XForms subset, `${name}` for another question); empty where absent.
struct Binds {
  std::string relevant;
  std::string required;
  std::string read_only;
  std::string constraint;
  std::string calculation;
  std::string choice_filter;
  std::string first;  // an expression that gives the first value (a dynamic default)
};

inline constexpr std::size_t no_group = static_cast<std::size_t>(-1);

struct Question {
  std::string name;              // unique in the form, groups included
  std::size_t group = no_group;  // index into Form::groups()
  Type type = Type::text;
  Texts label, hint, constraint_message, required_message;  // may hold ${name}: see State::label
  std::string appearance;
  std::string mask;           // "99999-9999999-9": where digits belong; digits typed bare are brought into it
  std::string list;           // choice list of a select
  std::string default_value;  // a first value that is no expression
  std::string merge;          // review, newest, union, centre (DESIGN: conflicts)
  std::string personal;       // class of personal data: "", name, identity, contact, health, biometric, …
  std::string capture;        // family of device that answers it: card_reader, scanner, fingerprint, camera; or empty
  std::string position;       // of a finger: right_thumb, …; what a scan shows
  std::string card;           // field of a card that fills it when one is read: full_name, identity, birth_date, …
  bool read_back = false;     // read aloud to the citizen before filing
  bool summary = false;       // part of the words that name the person in lists
  Binds binds;
};

// A child of the form or of a group: index into Form::questions() or Form::groups().
struct Part {
  bool is_group = false;
  std::size_t index = 0;
};

struct Group {
  std::string name;
  std::size_t group = no_group;  // the group around it
  Texts label;
  std::string appearance;  // "field-list": one screen
  std::string relevant;
  std::vector<Part> children;
};

// A form's data, before its expressions are parsed: what the compiler of spreadsheets makes and the published JSON
// holds.
struct Definition {
  std::string id;
  Texts title;
  std::string default_language = "en";
  std::vector<std::string> languages;
  std::vector<Question> questions;  // in the order of the sheet
  std::vector<Group> groups;        // each after the group around it
  std::vector<Part> children;       // the top level
  std::map<std::string, std::vector<Choice>, std::less<>> lists;
};

// The published JSON, its format in README.md. Members in a fixed order and absent where empty: the same definition
// gives the same bytes. Reading refuses what it does not know with form_broken, the place in `where`.
boost::json::object write(const Definition& definition);
Result<Definition> read_definition(const boost::json::object& json);

struct Plan;  // parsed expressions and the order in which they are computed

// Copied at the price of a pointer; may be read by several threads.
class Form {
 public:
  // Each XPath is parsed once here. Refused with the question in `where` (and the expression's column in the argument
  // `column`): unknown names and functions, wrong argument counts (expression_broken), names used twice, cycles among
  // relevance and calculation, and whatever exceeds the limits below (form_broken).
  static Result<Form> make(Definition definition);
  static Result<Form> read(const boost::json::object& compiled);
  static Result<Form> load(std::string_view compiled_json);

  const Definition& definition() const;
  const std::string& id() const;
  const Texts& title() const;
  const std::string& default_language() const;
  const std::vector<std::string>& languages() const;

  const std::vector<Question>& questions() const;  // in the order of the sheet
  const std::vector<Group>& groups() const;
  const std::vector<Part>& children() const;  // the top level
  const Question* question(std::string_view name) const;
  const Group* group(std::string_view name) const;
  const std::vector<Choice>& choices(const Question& question) const;  // all of them, before choice_filter

  const Plan& plan() const { return *plan_; }

 private:
  explicit Form(std::shared_ptr<const Plan> plan) : plan_(std::move(plan)) {}
  std::shared_ptr<const Plan> plan_;
};

// Bounds. An expression without loops costs at most one step for each of its nodes, so these bound the work too.
inline constexpr std::size_t form_bytes_max = 4 << 20;
inline constexpr std::size_t questions_max = 2000;
inline constexpr std::size_t group_depth_max = 10;
inline constexpr std::size_t choices_max = 20000;  // in a list
inline constexpr std::size_t expression_bytes_max = 8192;
inline constexpr std::size_t expression_nodes_max = 1000;
inline constexpr std::size_t expression_depth_max = 64;
inline constexpr std::size_t text_bytes_max = 16384;  // an answer, and any text an expression makes

}  // namespace karvan::form
