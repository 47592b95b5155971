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
  file,
  geopoint,  // "latitude longitude altitude accuracy", the last two may be absent
  barcode
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
  std::string first;    // an expression that gives the first value (a dynamic default)
  std::string trigger;  // names of questions, parted by blanks: the calculation is made when one of them is answered
};

inline constexpr std::size_t no_group = static_cast<std::size_t>(-1);

// A key names one question where it stands: its name, or in a repeat "REPEAT/ID/NAME", nested
// "households/1/members/7k3q/full_name". The key of a repeat itself ("members") names its instances together, that of
// one instance is "members/7k3q". Ids match [a-z0-9]{1,16}; a counted repeat's are 1, 2, ….
inline constexpr std::size_t instance_id_bytes_max = 16;
bool is_instance_id(std::string_view id);

struct Question {
  std::string name;              // unique in the form, groups and repeats included
  std::size_t group = no_group;  // index into Form::groups()
  Type type = Type::text;
  Texts label, hint, constraint_message, required_message;  // may hold ${name}: see State::label
  Texts guidance;                                           // for who wants to know more than the hint says
  std::map<std::string, Texts> media;  // image, audio, video -> language -> file's name; once published its digest
  std::string appearance;
  std::string mask;           // "99999-9999999-9": where digits belong; digits typed bare are brought into it
  std::string list;           // choice list of a select
  std::string default_value;  // a first value that is no expression
  std::string merge;          // review, newest, union, centre (DESIGN: conflicts)
  std::string personal;       // class of personal data: "", name, identity, contact, health, biometric, …
  std::string capture;        // family of device that answers it: card_reader, scanner, fingerprint, camera; or empty
  std::string position;       // of a finger: right_thumb, …; what a scan shows
  std::string card;           // field of a card that fills it when one is read: full_name, identity, birth_date, …
  std::string meta;           // start, end, today, deviceid, username: the engine answers it; type hidden
  std::string lookup;         // kind of document whose number this question asks for
  std::string from_document;  // field of that earlier application that fills this question
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
  bool repeat = false;
  std::string repeat_count;  // XPath, where the group stands; empty: open, who fills in adds and removes
  std::vector<Part> children;
};

// Rows that pulldata() looks into; each as long as the columns.
struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
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
  std::map<std::string, Table, std::less<>> tables;
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
  // By name or by key, whatever ids the key has; nullptr where the form has none there.
  const Question* question(std::string_view name_or_key) const;
  const Group* group(std::string_view name) const;
  // The repeat that a key is of ("members", "households/1/members"); nullptr for any other key.
  const Group* repeat(std::string_view key) const;
  // Whether answers may have this key: of a question where it stands, or of a repeat.
  bool has_key(std::string_view key) const;
  const std::vector<Choice>& choices(const Question& question) const;  // all of them, before choice_filter

  const Plan& plan() const { return *plan_; }

 private:
  explicit Form(std::shared_ptr<const Plan> plan) : plan_(std::move(plan)) {}
  std::shared_ptr<const Plan> plan_;
};

// Bounds. Evaluating costs a step for each term and for each answer that a set of them holds.
inline constexpr std::size_t form_bytes_max = 4 << 20;
inline constexpr std::size_t questions_max = 2000;
inline constexpr std::size_t group_depth_max = 10;
inline constexpr std::size_t choices_max = 20000;  // in a list
inline constexpr std::size_t expression_bytes_max = 8192;
inline constexpr std::size_t expression_nodes_max = 1000;
inline constexpr std::size_t expression_depth_max = 64;
inline constexpr std::size_t table_rows_max = 20000;
inline constexpr std::size_t instances_max = 200;     // of a repeat, within one instance around it
inline constexpr std::size_t places_max = 20000;      // questions where they stand, instances expanded
inline constexpr std::size_t steps_max = 5'000'000;   // of all expressions of an Instance together
inline constexpr std::size_t text_bytes_max = 16384;  // an answer, and any text an expression makes

}  // namespace karvan::form
