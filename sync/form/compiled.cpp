#include <functional>

#include "storage/model/json.h"
#include "sync/form/form.h"
#include "sync/form/members.h"

// The published JSON of a form, written and read; README.md gives the format.
namespace karvan::form {

namespace {

using json::array;
using json::object;

// Which member holds which part of a question: one table for writing and for reading.
struct TextsMember {
  const char* name;
  Texts Question::* at;
};
struct StringMember {
  const char* name;
  std::string Question::* at;
};
struct BindMember {
  const char* name;
  std::string Binds::* at;
};

constexpr TextsMember texts_members[] = {{"label", &Question::label},
                                         {"hint", &Question::hint},
                                         {"guidance", &Question::guidance},
                                         {"constraint_message", &Question::constraint_message},
                                         {"required_message", &Question::required_message}};
constexpr StringMember string_members[] = {{"appearance", &Question::appearance},
                                           {"mask", &Question::mask},
                                           {"list", &Question::list},
                                           {"default", &Question::default_value},
                                           {"merge", &Question::merge},
                                           {"personal", &Question::personal},
                                           {"capture", &Question::capture},
                                           {"position", &Question::position},
                                           {"card", &Question::card},
                                           {"meta", &Question::meta},
                                           {"lookup", &Question::lookup},
                                           {"from_document", &Question::from_document}};
constexpr BindMember bind_members[] = {
    {"relevant", &Binds::relevant},     {"required", &Binds::required},       {"read_only", &Binds::read_only},
    {"constraint", &Binds::constraint}, {"calculation", &Binds::calculation}, {"choice_filter", &Binds::choice_filter},
    {"first", &Binds::first},           {"trigger", &Binds::trigger}};

tl::unexpected<Error> odd(std::string_view what, std::string_view where) {
  return fail(Code::form_broken, {{"what", std::string(what)}}, std::string(where));
}

void put(object& out, const char* name, const std::string& value) {
  if (!value.empty()) out[name] = value;
}
void put(object& out, const char* name, const Strings& value) {
  if (!value.empty()) out[name] = write_strings(value);
}

Result<Strings> read_strings(const object& o, const char* name) { return strings_in(o, name, Code::form_broken); }

object write_media(const std::map<std::string, Texts>& media) {
  object out;
  for (const auto& [kind, files] : media) out[kind] = write_strings(files);
  return out;
}

Result<std::map<std::string, Texts>> read_media(const object& o) {
  std::map<std::string, Texts> out;
  const json::value* media = o.if_contains("media");
  if (!media) return out;
  if (!media->is_object()) return odd("media", json::string_or(o, "question"));
  for (const auto& entry : media->get_object()) {
    const std::string kind(entry.key());
    if (kind != "image" && kind != "audio" && kind != "video") return odd("media", json::string_or(o, "question"));
    TRY(out[kind], read_strings(media->get_object(), kind.c_str()));
  }
  return out;
}

object write_question(const Question& q) {
  object out;
  out["question"] = q.name;
  out["type"] = name_of(q.type);
  for (const auto& m : texts_members) put(out, m.name, q.*m.at);
  if (!q.media.empty()) out["media"] = write_media(q.media);
  for (const auto& m : string_members) put(out, m.name, q.*m.at);
  for (const auto& m : bind_members) put(out, m.name, q.binds.*m.at);
  if (q.read_back) out["read_back"] = true;
  if (q.summary) out["summary"] = true;
  return out;
}

Result<Question> read_question(const object& o) {
  Question q;
  TRY(q.name, json::string_at(o, "question"));
  TRY(auto type_name, json::string_at(o, "type"));
  auto type = parse_type(type_name);
  if (!type) return odd("unknown_type", q.name);
  q.type = *type;
  for (const auto& m : texts_members) {
    TRY(q.*m.at, read_strings(o, m.name));
  }
  TRY(q.media, read_media(o));
  for (const auto& m : string_members) q.*m.at = json::string_or(o, m.name, q.*m.at);
  for (const auto& m : bind_members) q.binds.*m.at = json::string_or(o, m.name);
  q.read_back = json::bool_or(o, "read_back");
  q.summary = json::bool_or(o, "summary");
  return q;
}

array write_parts(const Definition& d, const std::vector<Part>& parts) {
  array out;
  for (const Part& part : parts) {
    if (!part.is_group) {
      out.push_back(write_question(d.questions[part.index]));
      continue;
    }
    const Group& g = d.groups[part.index];
    object group;
    group[g.repeat ? "repeat" : "group"] = g.name;
    put(group, "label", g.label);
    put(group, "appearance", g.appearance);
    put(group, "count", g.repeat_count);
    put(group, "relevant", g.relevant);
    group["children"] = write_parts(d, g.children);
    out.push_back(std::move(group));
  }
  return out;
}

// Depth is bounded by the JSON parser's.
Result<std::vector<Part>> read_parts(Definition& d, const object& from, std::size_t around);

Result<Part> read_group(Definition& d, const object& o, std::size_t around) {
  Group g;
  g.group = around;
  g.repeat = o.contains("repeat");
  TRY(g.name, json::string_at(o, g.repeat ? "repeat" : "group"));
  if (g.repeat) g.repeat_count = json::string_or(o, "count");
  TRY(g.label, read_strings(o, "label"));
  g.appearance = json::string_or(o, "appearance");
  g.relevant = json::string_or(o, "relevant");
  std::size_t index = d.groups.size();
  d.groups.push_back(std::move(g));
  TRY(auto children, read_parts(d, o, index));
  d.groups[index].children = std::move(children);
  return Part{true, index};
}

Result<std::vector<Part>> read_parts(Definition& d, const object& from, std::size_t around) {
  TRY(const array* children, json::array_at(from, "children"));
  std::vector<Part> parts;
  for (const json::value& child : *children) {
    if (!child.is_object()) return odd("children", d.id);
    const object& o = child.get_object();
    if (o.contains("group") || o.contains("repeat")) {
      TRY(Part part, read_group(d, o, around));
      parts.push_back(part);
      continue;
    }
    TRY(Question question, read_question(o));
    question.group = around;
    parts.push_back({false, d.questions.size()});
    d.questions.push_back(std::move(question));
  }
  return parts;
}

object write_table(const Table& table) {
  object out;
  array& columns = out["columns"].emplace_array();
  for (const auto& column : table.columns) columns.emplace_back(column);
  array& rows = out["rows"].emplace_array();
  for (const auto& row : table.rows) {
    array& cells = rows.emplace_back(array()).get_array();
    for (const auto& cell : row) cells.emplace_back(cell);
  }
  return out;
}

Result<std::vector<std::string>> read_cells(const array& cells, std::string_view table) {
  std::vector<std::string> out;
  for (const json::value& cell : cells) {
    if (!cell.is_string()) return odd("table", table);
    out.emplace_back(cell.get_string());
  }
  return out;
}

Result<Table> read_table(const object& o, std::string_view name) {
  Table table;
  TRY(const array* columns, json::array_at(o, "columns"));
  TRY(table.columns, read_cells(*columns, name));
  TRY(const array* rows, json::array_at(o, "rows"));
  for (const json::value& row : *rows) {
    if (!row.is_array()) return odd("table", name);
    TRY(auto cells, read_cells(row.get_array(), name));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

Result<void> read_tables(Definition& d, const object& o) {
  const json::value* tables = o.if_contains("tables");
  if (!tables) return {};
  if (!tables->is_object()) return odd("tables", d.id);
  for (const auto& entry : tables->get_object()) {
    const std::string name(entry.key());
    if (!entry.value().is_object()) return odd("table", name);
    TRY(auto table, read_table(entry.value().get_object(), name));
    d.tables.emplace(name, std::move(table));
  }
  return {};
}

object write_choice(const Choice& choice) {
  object out;
  out["name"] = choice.name;
  put(out, "label", choice.label);
  put(out, "columns", choice.columns);
  return out;
}

Result<Choice> read_choice(const json::value& value, std::string_view list) {
  if (!value.is_object()) return odd("choice", list);
  Choice choice;
  TRY(choice.name, json::string_at(value.get_object(), "name"));
  TRY(choice.label, read_strings(value.get_object(), "label"));
  TRY(choice.columns, read_strings(value.get_object(), "columns"));
  return choice;
}

Result<void> read_lists(Definition& d, const object& lists) {
  for (const auto& [name, value] : lists) {
    if (!value.is_array()) return odd("list", std::string_view(name));
    auto& list = d.lists[std::string(name)];
    for (const json::value& entry : value.get_array()) {
      TRY(Choice choice, read_choice(entry, name));
      list.push_back(std::move(choice));
    }
  }
  return {};
}

}  // namespace

json::object write(const Definition& d) {
  object out;
  out["id"] = d.id;
  put(out, "title", d.title);
  out["default_language"] = d.default_language;
  array& languages = out["languages"].emplace_array();
  for (const auto& language : d.languages) languages.emplace_back(language);
  object& lists = out["lists"].emplace_object();
  for (const auto& [name, list] : d.lists) {
    array& choices = lists[name].emplace_array();
    for (const Choice& choice : list) choices.push_back(write_choice(choice));
  }
  if (!d.tables.empty()) {
    object& tables = out["tables"].emplace_object();
    for (const auto& [name, table] : d.tables) tables[name] = write_table(table);
  }
  out["children"] = write_parts(d, d.children);
  return out;
}

Result<Definition> read_definition(const json::object& o) {
  Definition d;
  TRY(d.id, json::string_at(o, "id"));
  TRY(d.title, read_strings(o, "title"));
  TRY(d.default_language, json::string_at(o, "default_language"));
  TRY(const array* languages, json::array_at(o, "languages"));
  for (const json::value& language : *languages) {
    if (!language.is_string()) return odd("languages", d.id);
    d.languages.emplace_back(language.get_string());
  }
  TRY(const object* lists, json::object_at(o, "lists"));
  TRY_VOID(read_lists(d, *lists));
  TRY_VOID(read_tables(d, o));
  TRY(d.children, read_parts(d, o, no_group));
  return d;
}

}  // namespace karvan::form
