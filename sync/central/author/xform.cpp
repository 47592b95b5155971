#include "sync/central/author/xform.h"

#include <array>
#include <sstream>

#include "sync/central/author/xform_writer.h"

namespace karvan::central::author {

namespace {

constexpr std::array<std::pair<const char*, std::string_view>, 6> namespaces = {
    {{"xmlns", "http://www.w3.org/2002/xforms"},
     {"xmlns:h", "http://www.w3.org/1999/xhtml"},
     {"xmlns:jr", "http://openrosa.org/javarosa"},
     {"xmlns:odk", "http://www.opendatakit.org/xforms"},
     {"xmlns:orx", "http://openrosa.org/xforms"},
     {"xmlns:xsd", "http://www.w3.org/2001/XMLSchema"}}};

}  // namespace

void set(pugi::xml_node node, const char* attribute, std::string_view value) {
  node.append_attribute(attribute).set_value(std::string(value).c_str());
}

pugi::xml_node add_text(pugi::xml_node parent, const char* element, std::string_view text) {
  auto node = parent.append_child(element);
  if (!text.empty()) node.append_child(pugi::node_pcdata).set_value(std::string(text).c_str());
  return node;
}

std::string itext_reference(const std::string& path, std::string_view part) {
  return "jr:itext('" + path + ":" + std::string(part) + "')";
}

std::string write_xform(const form::Definition& form) {
  XformPaths paths(form);
  XformSource source{form, paths};
  pugi::xml_document document;
  auto declaration = document.append_child(pugi::node_declaration);
  set(declaration, "version", "1.0");
  set(declaration, "encoding", "UTF-8");
  auto html = document.append_child("h:html");
  for (const auto& [name, value] : namespaces) set(html, name, value);
  auto head = html.append_child("h:head");
  std::string_view title = form::text_in(form.title, form.default_language);
  add_text(head, "h:title", title.empty() ? form.id : title);
  auto model = head.append_child("model");
  set(model, "odk:xforms-version", "1.0.0");
  write_itext(model, source);
  write_instance(model, source);
  write_secondary_instances(model, source);
  write_binds(model, source);
  write_first_values(model, source);
  write_body(html.append_child("h:body"), source);
  std::ostringstream out;
  document.save(out, " ", pugi::format_indent, pugi::encoding_utf8);
  return out.str();
}

}  // namespace karvan::central::author
