#pragma once
#include <map>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "sync/central/author/xform_paths.h"
#include "sync/form/form.h"

// Inside the XForm writer: its parts, each writing below the node that it is given.
namespace karvan::central::author {

struct XformSource {
  const form::Definition& form;
  const XformPaths& paths;
  std::string list_id(std::string_view list) const;         // of the secondary instance
  std::string count_name(const form::Group& repeat) const;  // node that holds a repeat_count which is no plain ${name}
};

// xform_model.cpp
void write_instance(pugi::xml_node model, const XformSource& source);
void write_secondary_instances(pugi::xml_node model, const XformSource& source);
// xform_binds.cpp
void write_binds(pugi::xml_node model, const XformSource& source);
void write_first_values(pugi::xml_node model, const XformSource& source);  // outside of repeats
// xform_itext.cpp
void write_itext(pugi::xml_node model, const XformSource& source);
// xform_body.cpp
void write_body(pugi::xml_node body, const XformSource& source);

// Shared.
void set(pugi::xml_node node, const char* attribute, std::string_view value);
pugi::xml_node add_text(pugi::xml_node parent, const char* element, std::string_view text);
std::string itext_reference(const std::string& path, std::string_view part);  // "jr:itext('/data/x:label')"
bool has_control(const form::Question& question);

}  // namespace karvan::central::author
