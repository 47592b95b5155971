#include "sync/central/author/question_types.h"

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
};
// The longer first, so that the rest is the list's name.
constexpr std::array<Select, 8> selects = {{{"select one from ", Type::select_one},
                                            {"select_one_from ", Type::select_one},
                                            {"select one ", Type::select_one},
                                            {"select_one ", Type::select_one},
                                            {"select all that apply from ", Type::select_multiple},
                                            {"select_multiple_from ", Type::select_multiple},
                                            {"select multiple ", Type::select_multiple},
                                            {"select_multiple ", Type::select_multiple}}};

const std::map<std::string_view, Type>& variants() {
  static const std::map<std::string_view, Type> types = {
      {"string", Type::text},        {"photo", Type::image},         {"int", Type::integer},
      {"datetime", Type::date_time}, {"trigger", Type::acknowledge}, {"calculation", Type::calculate}};
  return types;
}

const std::map<std::string_view, std::string_view>& refusals() {
  constexpr std::string_view later = "Leave the row out: places and sounds are not captured";
  constexpr std::string_view signs = "Leave the row out: who signs is written in service.toml, [[party]] shows";
  constexpr std::string_view repeat = "Use a group with a fixed number of questions: repeats are not supported";
  constexpr std::string_view known = "Leave the row out: the record itself says who, when and where";
  static const std::map<std::string_view, std::string_view> words = {
      {"begin repeat", repeat},
      {"end repeat", repeat},
      {"begin loop", repeat},
      {"end loop", repeat},
      {"audio", later},
      {"video", later},
      {"signature", signs},
      {"barcode", "Use text: a barcode reader types into it"},
      {"geopoint", later},
      {"geotrace", later},
      {"geoshape", later},
      {"range", "Use integer with a constraint"},
      {"rank", "Use select_one for each place"},
      {"phone number", "Use text with the appearance numbers"},
      {"start", known},
      {"end", known},
      {"today", known},
      {"deviceid", known},
      {"username", known},
      {"phonenumber", known},
      {"simserial", known},
      {"subscriberid", known},
      {"email", known},
      {"audit", known},
      {"start-geopoint", known},
      {"background-audio", known},
      {"osm", later},
      {"xml-external", "Use choices with choice_filter"},
      {"csv-external", "Use choices with choice_filter"},
      {"select_one_external", "Use select_one with choice_filter"},
      {"include", "Copy the rows in"},
  };
  return words;
}

RowType select_type(const Select& select, std::string_view list) {
  auto words = form::split(list);
  if (words.size() == 1 && words[0].find('.') == std::string_view::npos && !words[0].starts_with("${")) {
    return {Kind::question, select.type, std::string(words[0]), {}};
  }
  if (words.empty()) return {Kind::refused, {}, {}, "Write the name of a list on the choices sheet after it"};
  if (words.back() == "or_other")
    return {Kind::refused, {}, {}, "Add a choice \"other\" and a text question that is relevant for it"};
  return {Kind::refused, {}, {}, "Write the name of one list on the choices sheet"};
}

// Words parted by one blank, "begin_group" as "begin group".
std::string spaced(std::string_view written) {
  std::string out;
  for (auto word : form::split(written)) {
    if (!out.empty()) out += ' ';
    out += word;
  }
  for (std::string_view opening : {"begin_", "end_"}) {
    if (out.starts_with(opening)) out[opening.size() - 1] = ' ';
  }
  return out;
}

}  // namespace

RowType row_type(std::string_view written) {
  std::string whole = spaced(written), type = lower_ascii(whole);
  if (type == "begin group") return {Kind::begin_group, {}, {}, {}};
  if (type == "end group") return {Kind::end_group, {}, {}, {}};
  for (const Select& select : selects) {
    if (type.starts_with(select.written))
      return select_type(select, std::string_view(whole).substr(select.written.size()));
  }
  if (type != "select_one" && type != "select_multiple") {
    if (auto known = form::parse_type(whole)) return {Kind::question, *known, {}, {}};
    if (auto known = form::parse_type(type)) return {Kind::question, *known, {}, {}};
    if (auto known = variants().find(type); known != variants().end()) return {Kind::question, known->second, {}, {}};
  }
  auto refused = refusals().find(type);
  if (refused == refusals().end()) refused = refusals().find(std::string_view(type).substr(0, type.find(' ')));
  if (refused == refusals().end() && type.starts_with("begin loop")) refused = refusals().find("begin loop");
  if (refused != refusals().end()) return {Kind::refused, {}, {}, std::string(refused->second)};
  return {
      Kind::refused, {}, {}, "Use one of the types in the README, for example text, integer, date or select_one LIST"};
}

}  // namespace karvan::central::author
