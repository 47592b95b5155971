#include <array>

#include "sync/central/author/xform_writer.h"

namespace karvan::central::author {

namespace {

using form::Question;
using form::Type;

struct Preload {
  std::string_view meta, type, kind, parameters;
};
constexpr std::array<Preload, 5> preloads = {{{"start", "dateTime", "timestamp", "start"},
                                              {"end", "dateTime", "timestamp", "end"},
                                              {"today", "date", "date", "today"},
                                              {"deviceid", "string", "property", "deviceid"},
                                              {"username", "string", "property", "username"}}};

std::string_view bind_type(Type type) {
  switch (type) {
    case Type::integer:
      return "int";
    case Type::decimal:
    case Type::date:
    case Type::time:
    case Type::date_time:
    case Type::geopoint:
    case Type::barcode:
      return form::name_of(type);
    case Type::image:
    case Type::file:
      return "binary";
    default:
      return "string";
  }
}

class BindWriter {
 public:
  BindWriter(pugi::xml_node model, const XformSource& source) : model_(model), source_(source) {}

  void question(std::size_t index) {
    const Question& q = source_.form.questions[index];
    const std::string path = source_.paths.question(index);
    auto bind = model_.append_child("bind");
    set(bind, "nodeset", path);
    set(bind, "type", bind_type(q.type));
    preload(bind, q.meta);
    auto expression = [&](const char* attribute, const std::string& xpath) {
      if (!xpath.empty()) set(bind, attribute, source_.paths.expression_at_question(xpath, index));
    };
    expression("relevant", q.binds.relevant);
    expression("required", q.binds.required);
    expression("constraint", q.binds.constraint);
    if (q.binds.trigger.empty()) expression("calculate", q.binds.calculation);
    // What is computed again and again, no one types over; what a trigger computes once, one may.
    bool computed = has_control(q) && !q.binds.calculation.empty() && q.binds.trigger.empty();
    if (q.type == Type::note || computed) {
      set(bind, "readonly", "true()");
    } else {
      expression("readonly", q.binds.read_only);
    }
    if (!q.constraint_message.empty()) set(bind, "jr:constraintMsg", itext_reference(path, "jr:constraintMsg"));
    if (!q.required_message.empty()) set(bind, "jr:requiredMsg", itext_reference(path, "jr:requiredMsg"));
  }

  void group(std::size_t index) {
    const form::Group& g = source_.form.groups[index];
    const std::string path = source_.paths.group(index);
    if (!g.relevant.empty()) {
      auto bind = model_.append_child("bind");
      set(bind, "nodeset", path);
      set(bind, "relevant", source_.paths.expression_at_group(g.relevant, index));
    }
    std::string count = source_.count_name(g);
    if (count.empty()) return;
    auto bind = model_.append_child("bind");
    set(bind, "nodeset", path.substr(0, path.rfind('/') + 1) + count);
    set(bind, "type", "string");
    set(bind, "readonly", "true()");
    set(bind, "calculate", source_.paths.expression_at_group(g.repeat_count, index));
  }

 private:
  void preload(pugi::xml_node bind, const std::string& meta) {
    for (const Preload& one : preloads) {
      if (one.meta != meta) continue;
      bind.attribute("type").set_value(std::string(one.type).c_str());
      set(bind, "jr:preload", one.kind);
      set(bind, "jr:preloadParams", one.parameters);
    }
  }

  pugi::xml_node model_;
  const XformSource& source_;
};

}  // namespace

void write_binds(pugi::xml_node model, const XformSource& source) {
  BindWriter binds(model, source);
  for (std::size_t g = 0; g < source.form.groups.size(); ++g) binds.group(g);
  for (std::size_t q = 0; q < source.form.questions.size(); ++q) binds.question(q);
  if (source.paths.taken("meta")) return;
  auto id = model.append_child("bind");
  set(id, "nodeset", "/data/meta/instanceID");
  set(id, "type", "string");
  set(id, "readonly", "true()");
  set(id, "jr:preload", "uid");
}

void write_first_values(pugi::xml_node model, const XformSource& source) {
  for (std::size_t q = 0; q < source.form.questions.size(); ++q) {
    const std::string& first = source.form.questions[q].binds.first;
    if (first.empty() || source.paths.in_repeat(q)) continue;
    auto setvalue = model.append_child("setvalue");
    set(setvalue, "ref", source.paths.question(q));
    set(setvalue, "event", "odk-instance-first-load");
    set(setvalue, "value", source.paths.expression_at_question(first, q));
  }
}

}  // namespace karvan::central::author
