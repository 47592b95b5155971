#include <algorithm>

#include "sync/central/author/xform_writer.h"
#include "sync/form/words.h"

namespace karvan::central::author {

namespace {

using form::Question;
using form::Type;

const char* control_of(Type type) {
  switch (type) {
    case Type::select_one:
      return "select1";
    case Type::select_multiple:
      return "select";
    case Type::acknowledge:
      return "trigger";
    case Type::image:
    case Type::file:
      return "upload";
    default:
      return "input";
  }
}

class BodyWriter {
 public:
  explicit BodyWriter(const XformSource& source) : source_(source) {}

  void parts(pugi::xml_node into, const std::vector<form::Part>& parts) {
    for (const form::Part& part : parts) part.is_group ? group(into, part.index) : question(into, part.index);
  }

 private:
  void group(pugi::xml_node into, std::size_t index) {
    const form::Group& g = source_.form.groups[index];
    const std::string path = source_.paths.group(index);
    auto node = into.append_child("group");
    set(node, "ref", path);
    if (!g.label.empty()) set(node.append_child("label"), "ref", itext_reference(path, "label"));
    if (g.repeat) {
      node = node.append_child("repeat");
      set(node, "nodeset", path);
      count(node, index);
      first_values(node, index);
    }
    if (!g.appearance.empty()) set(node, "appearance", g.appearance);
    parts(node, g.children);
  }

  void count(pugi::xml_node repeat, std::size_t index) {
    const form::Group& g = source_.form.groups[index];
    if (g.repeat_count.empty()) return;
    const std::string path = source_.paths.group(index), named = source_.count_name(g);
    set(repeat, "jr:count",
        named.empty() ? source_.paths.expression_at_group(g.repeat_count, index)
                      : path.substr(0, path.rfind('/') + 1) + named);
    set(repeat, "jr:noAddRemove", "true()");
  }

  // Of a new instance: first values are per instance, so they stand in the repeat.
  void first_values(pugi::xml_node repeat, std::size_t group) {
    for (std::size_t q = 0; q < source_.form.questions.size(); ++q) {
      const Question& question = source_.form.questions[q];
      if (question.binds.first.empty() || innermost_repeat(question.group) != group) continue;
      auto setvalue = repeat.append_child("setvalue");
      set(setvalue, "ref", source_.paths.question(q));
      set(setvalue, "event", "odk-instance-first-load odk-new-repeat");
      set(setvalue, "value", source_.paths.expression_at_question(question.binds.first, q));
    }
  }

  std::size_t innermost_repeat(std::size_t group) const {
    while (group != form::no_group && !source_.form.groups[group].repeat) group = source_.form.groups[group].group;
    return group;
  }

  void question(pugi::xml_node into, std::size_t index) {
    const Question& q = source_.form.questions[index];
    if (!has_control(q)) return;
    const std::string path = source_.paths.question(index);
    auto control = into.append_child(control_of(q.type));
    set(control, "ref", path);
    if (form::is_attachment(q.type)) set(control, "mediatype", q.type == Type::image ? "image/*" : "application/*");
    if (!q.appearance.empty()) set(control, "appearance", q.appearance);
    if (!q.label.empty() || !q.media.empty()) set(control.append_child("label"), "ref", itext_reference(path, "label"));
    if (!q.hint.empty() || !q.guidance.empty()) set(control.append_child("hint"), "ref", itext_reference(path, "hint"));
    if (!q.list.empty()) choices(control, index);
    triggered(control, q.name);
  }

  void choices(pugi::xml_node control, std::size_t index) {
    const Question& q = source_.form.questions[index];
    std::string nodeset = "instance('" + source_.list_id(q.list) + "')/root/item";
    if (!q.binds.choice_filter.empty())
      nodeset += "[" + source_.paths.expression_at_question(q.binds.choice_filter, index, true) + "]";
    auto items = control.append_child("itemset");
    set(items, "nodeset", nodeset);
    set(items.append_child("value"), "ref", "name");
    set(items.append_child("label"), "ref", "jr:itext(itextId)");
  }

  // Calculations that this question's change computes.
  void triggered(pugi::xml_node control, const std::string& name) {
    for (std::size_t q = 0; q < source_.form.questions.size(); ++q) {
      const form::Binds& binds = source_.form.questions[q].binds;
      auto triggers = form::split(binds.trigger);
      if (std::find(triggers.begin(), triggers.end(), name) == triggers.end()) continue;
      auto setvalue = control.append_child("setvalue");
      set(setvalue, "ref", source_.paths.question(q));
      set(setvalue, "event", "xforms-value-changed");
      set(setvalue, "value", source_.paths.expression_at_question(binds.calculation, q));
    }
  }

  const XformSource& source_;
};

}  // namespace

bool has_control(const Question& q) { return q.type != Type::calculate && q.type != Type::hidden && q.meta.empty(); }

void write_body(pugi::xml_node body, const XformSource& source) {
  BodyWriter(source).parts(body, source.form.children);
}

}  // namespace karvan::central::author
