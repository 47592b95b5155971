#include "sync/central/author/question_types.h"

#include <algorithm>
#include <array>
#include <map>

#include "sync/central/author/utf8.h"
#include "sync/form/words.h"

namespace karvan::central::author {

namespace {

using form::Type;
using Kind = RowType::Kind;

struct Select {
  std::string_view written;
  Type type;
  bool from_file = false;
};
// The longer first, so that the rest is the list's name.
constexpr std::array<Select, 16> selects = {{{"add select one prompt using ", Type::select_one},
                                             {"add select multiple prompt using ", Type::select_multiple},
                                             {"select one from file ", Type::select_one, true},
                                             {"select_one_from_file ", Type::select_one, true},
                                             {"select multiple from file ", Type::select_multiple, true},
                                             {"select_multiple_from_file ", Type::select_multiple, true},
                                             {"select one from ", Type::select_one},
                                             {"select_one_from ", Type::select_one},
                                             {"select one ", Type::select_one},
                                             {"select_one ", Type::select_one},
                                             {"select1 ", Type::select_one},
                                             {"select all that apply from ", Type::select_multiple},
                                             {"select multiple from ", Type::select_multiple},
                                             {"select_multiple_from ", Type::select_multiple},
                                             {"select multiple ", Type::select_multiple},
                                             {"select_multiple ", Type::select_multiple}}};

RowType question(Type type) { return {.kind = Kind::question, .type = type}; }
RowType metadata(std::string_view meta) {
  return {.kind = Kind::question, .type = Type::hidden, .meta = std::string(meta)};
}
RowType refused(std::string_view instead) { return {.kind = Kind::refused, .instead = std::string(instead)}; }

const std::map<std::string_view, RowType>& type_variants() {
  static const std::map<std::string_view, RowType> types = {
      {"string", question(Type::text)},
      {"int", question(Type::integer)},
      {"datetime", question(Type::date_time)},
      {"date time", question(Type::date_time)},
      {"photo", question(Type::image)},
      {"picture", question(Type::image)},
      {"location", question(Type::geopoint)},
      {"gps", question(Type::geopoint)},
      {"trigger", question(Type::acknowledge)},
      {"calculation", question(Type::calculate)},
      {"signature", {.kind = Kind::question, .type = Type::image, .appearance = "signature"}},
      {"phone number",
       {.kind = Kind::question, .type = Type::text, .appearance = "numbers", .constraint = "regex(., '^[0-9]*$')"}},
      {"start", metadata("start")},
      {"start time", metadata("start")},
      {"get start time", metadata("start")},
      {"end", metadata("end")},
      {"end time", metadata("end")},
      {"get end time", metadata("end")},
      {"today", metadata("today")},
      {"get today", metadata("today")},
      {"deviceid", metadata("deviceid")},
      {"device id", metadata("deviceid")},
      {"get device id", metadata("deviceid")},
      {"imei", metadata("deviceid")},
      {"uri:deviceid", metadata("deviceid")},
      {"username", metadata("username")},
      {"uri:username", metadata("username")},
  };
  return types;
}

const std::map<std::string_view, std::string_view>& refusals() {
  constexpr std::string_view sounds = "Leave the row out: sounds and films are not captured";
  constexpr std::string_view lines = "Use geopoint: lines and areas are not captured";
  constexpr std::string_view loop = "Use begin_repeat, or write the questions themselves: loops are not supported";
  constexpr std::string_view known = "Leave the row out: the record itself says who, when and where";
  constexpr std::string_view file = "Use select_one_from_file, or pulldata(), which take the CSV file beside the form";
  static const std::map<std::string_view, std::string_view> words = {
      {"begin loop", loop},
      {"end loop", loop},
      {"audio", sounds},
      {"video", sounds},
      {"geotrace", lines},
      {"geoshape", lines},
      {"range", "Use integer with a constraint"},
      {"rank", "Use select_one for each place"},
      {"phonenumber", known},
      {"simserial", known},
      {"subscriberid", known},
      {"email", known},
      {"audit", known},
      {"start-geopoint", "Use geopoint, so that who fills in sees what is taken"},
      {"background-audio", sounds},
      {"background-geopoint", "Use geopoint, so that who fills in sees what is taken"},
      {"osm", "Leave the row out: maps are not supported"},
      {"xml-external", file},
      {"csv-external", file},
      {"select_one_external", "Use select_one with choice_filter, and put the list on the choices sheet"},
      {"include", "Copy the rows in"},
  };
  return words;
}

RowType select_type(const Select& select, std::string_view list) {
  auto words = form::split(list);
  if (words.empty()) return refused("Write the name of a list on the choices sheet after it");
  RowType out = question(select.type);
  out.from_file = select.from_file;
  if (words.size() > 1) {
    std::string last = lower_ascii(words.back());
    std::size_t own = last == "or_other" ? 1 : words.size() == 4 && last == "other" ? 3 : 0;
    out.or_other = own == 1 || (own == 3 && lower_ascii(words[1]) == "or" && lower_ascii(words[2]) == "specify");
    if (out.or_other) words.resize(words.size() - own);
  }
  if (words.size() != 1) return refused("Write the name of one list on the choices sheet, without blanks");
  out.list = words[0];
  if (out.list.starts_with("${"))
    return refused("Use a list on the choices sheet: choices out of answers are not supported");
  if (!out.from_file && out.list.find('.') != std::string::npos && lower_ascii(out.list).ends_with(".csv"))
    return refused("Write select_one_from_file or select_multiple_from_file before a file's name");
  if (!out.from_file) return out;
  if (out.or_other) return refused("Add \"other\" to the file, and a text question that is relevant for it");
  return lower_ascii(out.list).ends_with(".csv") ? out : refused("Save the list as a CSV file beside the form");
}

// Words parted by one blank; "begin_group" as "begin group".
std::string spaced(std::string_view written) {
  std::string out;
  for (auto word : form::split(written)) {
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

// The word for a kind of group, as it follows "begin" or "end"; -1 where the row is none.
Kind bracket_type(std::string_view type) {
  const bool begins = type.starts_with("begin"), ends = type.starts_with("end");
  if (!begins && !ends) return Kind::refused;
  type.remove_prefix(begins ? 5 : 3);
  if (type.empty() || (type[0] != ' ' && type[0] != '_')) return Kind::refused;
  type.remove_prefix(1);
  if (type == "group") return begins ? Kind::begin_group : Kind::end_group;
  if (type == "repeat" || type == "lgroup" || type == "looped group")
    return begins ? Kind::begin_repeat : Kind::end_repeat;
  return Kind::refused;
}

// "add date prompt", "q date": how forms of the first years spelt a type.
std::string_view old_spelling(std::string_view type) {
  if (type.starts_with("add ") && type.ends_with(" prompt")) return type.substr(4, type.size() - 4 - 7);
  return type.starts_with("q ") ? type.substr(2) : type;
}

}  // namespace

RowType row_type(std::string_view written) {
  const std::string whole = spaced(written), lower = lower_ascii(whole);
  if (Kind bracket = bracket_type(lower); bracket != Kind::refused) return {.kind = bracket};
  for (const Select& select : selects) {
    if (lower.starts_with(select.written))
      return select_type(select, std::string_view(whole).substr(select.written.size()));
  }
  const std::string_view type = old_spelling(lower);
  if (auto known = type_variants().find(type); known != type_variants().end()) return known->second;
  if (type != "select_one" && type != "select_multiple") {
    if (auto known = form::parse_type(type == "datetime" ? "dateTime" : type)) return question(*known);
  }
  auto words = refusals().find(type);
  if (words == refusals().end()) words = refusals().find(type.substr(0, type.find(' ')));
  if (words == refusals().end() && (type.starts_with("begin loop") || type.starts_with("begin_loop")))
    words = refusals().find("begin loop");
  if (words == refusals().end() && type == "end_loop") words = refusals().find("end loop");
  if (words != refusals().end()) return refused(words->second);
  if (type == "select_one" || type == "select_multiple" || type == "select one" || type == "select multiple")
    return refused("Write the name of a list on the choices sheet after it");
  return refused("Use one of the types in the README, for example text, integer, date or select_one LIST");
}

}  // namespace karvan::central::author
