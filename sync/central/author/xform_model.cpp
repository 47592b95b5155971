#include <algorithm>
#include <set>

#include "sync/central/author/xform_writer.h"
#include "sync/form/words.h"

namespace karvan::central::author {

namespace {

bool is_step(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

// Columns that no expression can name are nobody's: a node's name must be an XML name.
bool is_element(std::string_view name) {
  bool letter =
      !name.empty() && is_step(name[0]) && !(name[0] >= '0' && name[0] <= '9') && name[0] != '-' && name[0] != '.';
  return letter && std::all_of(name.begin(), name.end(), is_step);
}

class InstanceWriter {
 public:
  explicit InstanceWriter(const XformSource& source) : source_(source) {}

  void parts(pugi::xml_node into, const std::vector<form::Part>& parts) {
    for (const form::Part& part : parts) {
      part.is_group ? group(into, source_.form.groups[part.index]) : question(into, source_.form.questions[part.index]);
    }
  }

 private:
  void question(pugi::xml_node into, const form::Question& question) {
    add_text(into, question.name.c_str(), question.default_value);
  }

  void group(pugi::xml_node into, const form::Group& group) {
    if (std::string count = source_.count_name(group); !count.empty()) into.append_child(count.c_str());
    auto node = into.append_child(group.name.c_str());
    // What a new instance looks like, in a repeat too: without it there would be one from the beginning.
    if (group.repeat) set(node, "jr:template", "");
    parts(node, group.children);
  }

  const XformSource& source_;
};

void write_list(pugi::xml_node model, const std::string& id, const std::vector<form::Choice>& choices) {
  auto instance = model.append_child("instance");
  set(instance, "id", id);
  auto root = instance.append_child("root");
  // A blank cell is an empty node: a filter that asks for '' finds it, which no absent node would equal.
  std::set<std::string> columns;
  for (const form::Choice& choice : choices) {
    for (const auto& [column, value] : choice.columns) columns.insert(column);
  }
  for (std::size_t i = 0; i < choices.size(); ++i) {
    auto item = root.append_child("item");
    add_text(item, "itextId", id + "-" + std::to_string(i));
    add_text(item, "name", choices[i].name);
    for (const std::string& column : columns) {
      auto cell = choices[i].columns.find(column);
      if (is_element(column)) add_text(item, column.c_str(), cell == choices[i].columns.end() ? "" : cell->second);
    }
  }
}

void write_table(pugi::xml_node model, const std::string& id, const form::Table& table) {
  auto instance = model.append_child("instance");
  set(instance, "id", id);
  auto root = instance.append_child("root");
  for (const auto& row : table.rows) {
    auto item = root.append_child("item");
    for (std::size_t i = 0; i < table.columns.size() && i < row.size(); ++i) {
      if (is_element(table.columns[i])) add_text(item, table.columns[i].c_str(), row[i]);
    }
  }
}

}  // namespace

std::string XformSource::list_id(std::string_view list) const {
  std::string out(list);
  if (std::all_of(out.begin(), out.end(), is_step) && !form.tables.contains(list)) return out;
  auto at = std::distance(form.lists.begin(), form.lists.find(list));
  return "list-" + std::to_string(at);
}

std::string XformSource::count_name(const form::Group& repeat) const {
  if (!repeat.repeat || repeat.repeat_count.empty() || !single_name(repeat.repeat_count).empty()) return {};
  std::string name = repeat.name + "_count";
  while (paths.taken(name)) name += '_';
  return name;
}

void write_instance(pugi::xml_node model, const XformSource& source) {
  auto data = model.append_child("instance").append_child("data");
  set(data, "id", source.form.id);
  InstanceWriter(source).parts(data, source.form.children);
  if (!source.paths.taken("meta")) data.append_child("meta").append_child("instanceID");
}

void write_secondary_instances(pugi::xml_node model, const XformSource& source) {
  for (const auto& [name, choices] : source.form.lists) write_list(model, source.list_id(name), choices);
  for (const auto& [name, table] : source.form.tables) write_table(model, name, table);
}

}  // namespace karvan::central::author
